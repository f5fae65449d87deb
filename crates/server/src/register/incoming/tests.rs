use super::*;

const ACT: &str = r##"{
    "kind": "detained", "day": "2026-11-02", "actor": "officer-17", "role": "police",
    "office": {"name": "示例区公安局", "region": "330106"}, "purpose": "case work", "expected_version": 3,
    "payload": {"person": "#2", "document": "detention-1"}
}"##;

fn about() -> Subject {
    Subject::case(SubjectId::parse("2026-000017").unwrap())
}

fn taken(text: &str) -> Result<Incoming, Vec<FieldProblem>> {
    let now = "2026-11-22T08:00:00Z".parse().unwrap();
    read(text.as_bytes(), Some(&about()), now, |_| vec![PersonId([1; 16]), PersonId([2; 16])])
}

fn fields(text: &str) -> Vec<String> {
    taken(text).unwrap_err().into_iter().map(|problem| problem.field).collect()
}

#[test]
fn a_person_is_named_by_the_place_in_the_case() {
    let incoming = taken(ACT).unwrap();
    let Payload::Detained(detained) = &incoming.act.payload else { panic!("{:?}", incoming.act.payload) };
    assert_eq!((detained.person, incoming.expected), (PersonId([2; 16]), 3));
    assert_eq!(incoming.act.subject, about());
}

#[test]
fn every_problem_is_told_at_once_and_nothing_of_what_was_sent() {
    let bad = ACT
        .replace("\"detained\"", "\"张某\"")
        .replace("2026-11-02", "yesterday")
        .replace("\"purpose\": \"case work\", ", "\"name\": \"张某\", ");
    assert_eq!(fields(&bad), ["", "/kind", "/day", "/purpose"]);
    let told = format!("{:?}", taken(&bad).unwrap_err());
    assert!(!told.contains("张某") && told.contains("case_registered"), "{told}");
}

#[test]
fn a_payload_that_does_not_fit_says_what_it_wants() {
    let problem = |text: String| taken(&text).unwrap_err().remove(0);
    let missing = problem(ACT.replace(", \"document\": \"detention-1\"", ""));
    assert_eq!((missing.field.as_str(), missing.would_pass.as_str()), ("/payload", "field `document`"));
    let unknown = problem(ACT.replace("\"document\"", "\"张某\""));
    assert!(!unknown.would_pass.contains("张某") && unknown.would_pass.contains("document"), "{unknown:?}");
    // Nobody is in the third place.
    assert_eq!(fields(&ACT.replace("#2", "#3")), ["/payload"]);
}

#[test]
fn what_it_is_about_must_be_what_the_address_names() {
    assert_eq!(fields(&ACT.replacen('{', r#"{"subject": "case:2026-000018","#, 1)), ["/subject"]);
    assert!(taken(&ACT.replacen('{', r#"{"subject": "case:2026-000017","#, 1)).is_ok());
    assert_eq!(fields("[]"), [""]);
}
