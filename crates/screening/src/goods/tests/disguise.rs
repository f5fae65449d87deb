//! Names of the catalogue in every disguise.

use super::super::*;

/// Every how manieth name is tried: all would take long in a build without optimisation.
const STRIDE: usize = 5;

fn disguises(name: &str) -> [(&'static str, String); 12] {
    let joined = |separator: &str| name.chars().map(String::from).collect::<Vec<_>>().join(separator);
    let swapped = |swap: fn(char) -> char| name.chars().map(swap).collect::<String>();
    [
        ("spaces", joined(" ")),
        ("wide spaces", joined("\u{3000}")),
        ("stars", joined("*")),
        ("dots", joined(".")),
        ("hyphens", joined("-")),
        ("zero width", joined("\u{200B}")),
        ("emoji", joined("🔥")),
        ("capitals", name.to_uppercase()),
        ("width", swapped(wide)),
        ("traditional", swapped(traditional)),
        ("homoglyphs", swapped(homoglyph)),
        ("two at once", swapped(wide).chars().map(String::from).collect::<Vec<_>>().join("·")),
    ]
}

fn wide(letter: char) -> char {
    if letter.is_ascii_graphic() { char::from_u32(letter as u32 + 0xFEE0).unwrap_or(letter) } else { letter }
}

fn traditional(letter: char) -> char {
    let pairs = [
        ('枪', '槍'),
        ('气', '氣'),
        ('药', '藥'),
        ('弹', '彈'),
        ('烟', '煙'),
        ('龟', '龜'),
        ('鸟', '鳥'),
        ('鱼', '魚'),
        ('酸', '酸'),
        ('虫', '蟲'),
        ('马', '馬'),
        ('盐', '鹽'),
    ];
    pairs.iter().find(|pair| pair.0 == letter).map_or(letter, |pair| pair.1)
}

fn homoglyph(letter: char) -> char {
    let pairs = [('a', 'а'), ('e', 'е'), ('o', 'о'), ('p', 'р'), ('c', 'с'), ('x', 'х'), ('i', 'і')];
    pairs.iter().find(|pair| pair.0 == letter).map_or(letter, |pair| pair.1)
}

#[test]
fn names_are_found_in_every_disguise() {
    let catalogue = Catalogue::built_in();
    let names = catalogue.entries().iter().flat_map(|entry| entry.names.iter().map(move |name| (entry, name)));
    let (mut tried, mut missed) = (0, Vec::new());
    for (entry, name) in names.filter(|(_, name)| name.beside.is_none()).step_by(STRIDE) {
        for (way, text) in disguises(&name.text) {
            tried += 1;
            if !catalogue.look(&text).is_some_and(|hit| hit.names_entry(&entry.id)) {
                missed.push(format!("{way}: {text}"));
            }
        }
    }
    println!("disguised names missed: {} of {tried}: {missed:?}", missed.len());
    assert!(missed.len() * 100 <= tried, "{} of {tried}: {missed:?}", missed.len());
}
