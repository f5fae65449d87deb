use super::*;
use crate::Chart;

fn document() -> Document {
    Document {
        title: "A <title>".to_owned(),
        language: "en",
        blocks: vec![
            Block::Heading("One".to_owned()),
            Block::Paragraph("5 < 6 & <script>alert(1)</script>".to_owned()),
            Block::List(vec!["a".to_owned(), "b".to_owned()]),
            Block::Table(Table {
                name: "By place".to_owned(),
                heads: vec!["place".to_owned(), "persons".to_owned()],
                rows: vec![vec!["a|b".to_owned(), "1,234".to_owned()], vec!["c, d".to_owned(), "*".to_owned()]],
            }),
            Block::Chart(Chart {
                title: "persons".to_owned(),
                bars: vec![("2020-01".to_owned(), Some(4)), ("2020-02".to_owned(), None)],
            }),
        ],
    }
}

#[test]
fn markdown_keeps_tables_whole() {
    let text = markdown(&document());
    assert!(text.starts_with("# A <title>\n\n## One\n\n5 < 6"), "{text}");
    assert!(text.contains("| a\\|b | 1,234 |\n| c, d | \\* |\n"), "{text}");
}

#[test]
fn a_page_shows_words_as_words_and_says_what_its_picture_shows() {
    let page = html(&document());
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"), "{page}");
    assert!(page.contains("<title>A &lt;title&gt;</title>"));
    assert!(page.contains("role=\"img\" aria-label=\"persons\""));
    assert!(page.contains("2020-01: 4") && page.contains("2020-02: withheld"));
    assert!(page.contains("<td>a|b</td><td>1,234</td>"), "{page}");
}

#[test]
fn rows_of_csv_name_their_table() {
    assert_eq!(csv(&document()), "By place,place,persons\nBy place,a|b,\"1,234\"\nBy place,\"c, d\",*\n");
}

#[test]
fn a_workbook_holds_a_sheet_for_words_and_one_for_each_table() {
    let bytes = workbook(&document()).unwrap();
    assert_eq!(bytes, workbook(&document()).unwrap());
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    assert!(part("xl/workbook.xml").contains("<sheet name=\"By place\" sheetId=\"2\" r:id=\"rId2\"/>"));
    assert!(part("xl/worksheets/sheet1.xml").contains("&lt;script&gt;"));
    let table = part("xl/worksheets/sheet2.xml");
    assert!(table.contains("<t xml:space=\"preserve\">a|b</t></is></c><c><v>1234</v></c>"), "{table}");
    assert!(part("[Content_Types].xml").contains("/xl/worksheets/sheet2.xml"));
    assert!(part("xl/_rels/workbook.xml.rels").contains("Target=\"worksheets/sheet2.xml\""));
}
