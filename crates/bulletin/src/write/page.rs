//! The HTML page. Its words come through a Markdown reader, which escapes them.

use std::fmt::Write as _;

use pulldown_cmark::{Event, Options, Parser, html::push_html};

use super::{block_as_markdown, chart};
use crate::{Block, Document};

const STYLE: &str = "body{font:16px/1.6 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
table{border-collapse:collapse;margin:1rem 0;font-size:.9rem}th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}\
th{background:#f2f2f2}.wide{overflow-x:auto}figure{margin:1rem 0}figcaption{font-weight:600}svg{max-width:100%;height:auto}";

/// The whole page.
pub(super) fn page(document: &Document) -> String {
    let title = escaped(&document.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n",
        document.language
    );
    for block in &document.blocks {
        match block {
            Block::Chart(picture) => out.push_str(&chart::svg(picture, document.language)),
            Block::Table(_) => {
                let _ = writeln!(out, "<div class=\"wide\" tabindex=\"0\">{}</div>", read(&block_as_markdown(block)));
            }
            block => out.push_str(&read(&block_as_markdown(block))),
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Markdown as HTML; HTML within it is shown as text.
fn read(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        event => event,
    });
    let mut out = String::new();
    push_html(&mut out, events);
    out
}

/// Text between tags or in an attribute.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
