//! Results of cases as `JUnit` XML, which most systems of continuous integration read.

use std::fmt::Write as _;

/// One case.
pub(in crate::cli) struct Case<'a> {
    /// The rule.
    pub(in crate::cli) rule: &'a str,
    /// What the case shows.
    pub(in crate::cli) title: &'a str,
    /// Why it failed, if it did.
    pub(in crate::cli) failure: Option<String>,
}

/// The report of a suite.
pub(in crate::cli) fn report(suite: &str, cases: &[Case<'_>]) -> String {
    let failures = cases.iter().filter(|case| case.failure.is_some()).count();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        xml,
        "<testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">",
        escaped(suite),
        cases.len()
    );
    for case in cases {
        let _ = write!(xml, "  <testcase classname=\"{}\" name=\"{}\"", escaped(case.rule), escaped(case.title));
        match &case.failure {
            None => xml.push_str("/>\n"),
            Some(reason) => {
                let _ = writeln!(xml, "><failure message=\"{}\"/></testcase>", escaped(reason));
            }
        }
    }
    xml.push_str("</testsuite>\n");
    xml
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML 1.0 has no other control characters.
            control if control < ' ' && !matches!(control, '\t' | '\n' | '\r') => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_counts_failures_and_escapes_what_xml_would_read() {
        let failed = Case { rule: "a.b", title: "1 < 2 & \"x\"\u{1}", failure: Some("fired".to_owned()) };
        let passed = Case { rule: "a.b", title: "fine", failure: None };
        let xml = report("cn@1", &[failed, passed]);
        assert!(xml.contains("tests=\"2\" failures=\"1\""), "{xml}");
        assert!(xml.contains("name=\"1 &lt; 2 &amp; &quot;x&quot; \"><failure message=\"fired\"/>"), "{xml}");
        assert!(xml.contains("<testcase classname=\"a.b\" name=\"fine\"/>"), "{xml}");
    }
}
