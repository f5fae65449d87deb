//! The data files: what loads, and what is answered when they do not.

use law::{DataClass, Law, LawError, RetentionPeriod, Status};
use parcel::{Region, kind::OperatorKind};

/// Reads the built-in files with one of them changed.
fn read_changed(file: &str, from: &str, to: &str) -> Vec<String> {
    let files: Vec<_> = Law::built_in_files()
        .iter()
        .map(|(name, text)| (*name, if *name == file { text.replacen(from, to, 1) } else { (*text).to_owned() }))
        .collect();
    let changed = files.iter().zip(Law::built_in_files()).any(|((_, now), (_, before))| now != before);
    assert!(changed, "{from} is not in {file}");
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    match Law::read(&files) {
        Ok(_) => Vec::new(),
        Err(LawError::Data(problems)) => problems.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn the_built_in_edition_loads_and_says_its_name() {
    assert_eq!(&**Law::built_in().edition(), "cn@2026-11-01");
}

#[test]
fn a_refusal_needs_words_that_forbid_acceptance() {
    let beijing = "provisions/beijing-counter-terrorism-measures.toml";
    assert!(!Law::built_in_files().iter().any(|(name, text)| *name == beijing && text.contains("must_not_accept =")));
    let soft = read_changed("provisions/express-delivery-regulations.toml", "应当拒绝收寄\" }", "应当谨慎\" }");
    assert!(soft.iter().any(|problem| problem.contains("do not forbid acceptance")), "{soft:?}");
    let row =
        "\n[[refusal]]\nground = \"identity_refused\"\nprovision = \"beijing.instant\"\nwho = [\"instant_operator\"]\n";
    let problems = read_changed("refusals.toml", "\n[[refusal]]", &format!("{row}\n[[refusal]]"));
    assert_eq!(
        problems,
        ["refusals.toml: beijing.instant does not say \"must not accept\" on the ground identity_refused"]
    );
}

#[test]
fn a_text_that_was_not_read_cannot_refuse() {
    let problems = read_changed(
        "provisions/postal-law.toml",
        "text = \"verified\"\ndates = \"unverified\"\nwhy",
        "text = \"unverified\"\ndates = \"unverified\"\nwhy",
    );
    assert_eq!(problems, Vec::<String>::new(), "the first article refuses nothing");
    let problems =
        read_changed("provisions/counter-terrorism-law.toml", "text = \"verified\"", "text = \"unverified\"");
    assert!(problems.iter().any(|problem| problem.contains("were not read")), "{problems:?}");
}

#[test]
fn every_problem_is_answered_at_once() {
    let problems = read_changed(
        "duties.toml",
        "provision = \"express.identity\"\nwho = [\"express_enterprise\"]",
        "provision = \"express.nothing\"\nwho = [\"nobody\"]\nplace = [\"11010\"]",
    );
    assert_eq!(problems.len(), 3, "{problems:?}");
    let problems = read_changed("situations.toml", "id = \"gap\"", "id = \"gaps\"");
    assert_eq!(problems.len(), 19, "a file that does not parse says nothing for any situation: {problems:?}");
    let problems = read_changed("grounds.toml", "en = \"The sender refused to show", "en = \"\" #");
    assert!(!problems.is_empty());
}

#[test]
fn editions_must_not_overlap() {
    let problems = read_changed("provisions/express-delivery-regulations.toml", "2025-05-31", "2025-06-01");
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn every_article_speaks_both_languages_and_cites_a_year() {
    for article in Law::built_in().articles() {
        for text in [&article.says, &article.cite] {
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{}", article.id);
            assert!(text.en.is_ascii() || text.en.contains('"'), "{}: {}", article.id, text.en);
        }
        let dated = article.valid_from.is_some();
        assert!(!dated || article.cite.en.chars().any(|letter| letter.is_ascii_digit()), "{}", article.cite.en);
        assert!(article.why.is_some() || article.text.and(article.dates) == Status::Verified, "{}", article.id);
    }
}

#[test]
fn every_kind_of_operator_has_a_reading_for_the_words_of_the_national_laws() {
    use parcel::Choice;
    let word = Law::built_in().words().find(|word| &*word.id == "logistics_operator").unwrap();
    for kind in OperatorKind::ALL {
        let reading = word.reading(*kind).unwrap_or_else(|| panic!("{kind} was not considered"));
        let national = matches!(
            kind,
            OperatorKind::Postal | OperatorKind::Express | OperatorKind::NetworkFreight | OperatorKind::BulkFreight
        );
        assert_eq!((reading.covered, reading.status == Status::Verified), (national, national), "{kind}");
    }
}

#[test]
fn retention_is_dated_and_local() {
    let kept = |class, region: &str, day: &str| {
        let kept = Law::built_in().retention(class, Region::parse(region).unwrap(), day.parse().unwrap());
        kept.map(|kept| (kept.period, kept.article.cite.en.clone(), kept.status))
    };
    let shanghai = Some((
        RetentionPeriod::AtLeastMonths(12),
        "Shanghai Anti-Drug Regulations 2015 art. 20".to_owned(),
        Status::Verified,
    ));
    assert_eq!(kept(DataClass::IdentityRegistration, "310101", "2016-04-01"), shanghai);
    assert_eq!(kept(DataClass::IdentityRegistration, "310101", "2016-03-31"), None);
    let months = |months| Some(RetentionPeriod::AtLeastMonths(months));
    let period = |class, region, day| kept(class, region, day).map(|kept| kept.0);
    assert_eq!(period(DataClass::Waybill, "330106", "2026-11-20"), months(12));
    assert_eq!(period(DataClass::Waybill, "500101", "2026-11-20"), months(6));
    assert_eq!(period(DataClass::FreightDocument, "500101", "2026-11-20"), months(3));
    assert_eq!(period(DataClass::Waybill, "440106", "2026-11-20"), Some(RetentionPeriod::Shortest));
    assert_eq!(period(DataClass::Waybill, "440106", "2021-10-31"), None);
    assert_eq!(kept(DataClass::SurveillanceVideo, "11", "2026-11-20").map(|kept| kept.2), Some(Status::Unverified));
}

#[test]
fn the_article_of_a_duty_moves_with_its_edition() {
    let cite =
        |id: &str, day: &str| Law::built_in().article(id, day.parse().unwrap()).map(|article| article.cite.clone());
    let zh = |id, day| cite(id, day).map(|cite| cite.zh);
    assert_eq!(zh("express.penalty", "2025-05-31").as_deref(), Some("《快递暂行条例》（2019年）第43条"));
    assert_eq!(zh("express.penalty", "2025-06-01").as_deref(), Some("《快递暂行条例》（2025年）第53条"));
    assert_eq!(zh("express.penalty", "2018-04-30"), None);
    assert_eq!(zh("express.nothing", "2025-06-01"), None);
    let first_day = Law::built_in().article("express.identity", "2025-06-01".parse().unwrap()).unwrap();
    assert_eq!((first_day.text, first_day.dates), (Status::Verified, Status::Unverified));
}
