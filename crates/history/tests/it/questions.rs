//! Questions in SQL: what they see, what they may not do.

use std::sync::Arc;

use history::{HistoryError, Limits, TableBuilder};
use parcel::EventKind;

use crate::fixture::{PHONE, add, add_event, add_notice, event, item, number, open, parcels, pseudonym};

#[test]
fn the_tail_is_in_every_answer_and_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    let [first, second] = [parcels(0..100, 50), parcels(100..150, 50)];
    let both = [Arc::clone(&first), second];
    for (table, rows) in [("records", 150), ("items", 150), ("decisions", 150)] {
        assert_eq!(number(&history, &format!("SELECT count(*) FROM {table}"), &both), rows, "{table}");
    }
    history.seal(0..100, &[first]).unwrap();
    // A tail taken before the sealing ended still holds what is sealed by now.
    for (table, rows) in [("records", 150), ("items", 150), ("decisions", 150)] {
        assert_eq!(number(&history, &format!("SELECT count(*) FROM {table}"), &both), rows, "{table}");
    }
    assert_eq!(number(&history, "SELECT sum(items) FROM coverage WHERE gate = 'identity'", &both), 150);
}

#[test]
fn items_are_latest_revisions() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    history.seal(0..100, &[parcels(0..100, 50)]).unwrap();
    let mut builder = TableBuilder::new();
    let mut corrected = item(7, 2, 50);
    corrected.weight = Some(parcel::Grams::of_item(77).unwrap());
    add(&mut builder, 100, &corrected);
    add(&mut builder, 101, &item(9, 2, 50));
    history.seal(100..102, &[Arc::new(builder.finish().unwrap())]).unwrap();
    add(&mut builder, 102, &item(9, 5, 50));
    let tail = [Arc::new(builder.finish().unwrap())];
    assert_eq!(number(&history, "SELECT count(*) FROM records", &tail), 103);
    assert_eq!(number(&history, "SELECT count(*) FROM items", &tail), 100);
    let plan = history.query("EXPLAIN SELECT count(*) FROM items", &tail).unwrap().json_lines();
    assert!(
        plan.contains("CollectLeft") && plan.contains("RightAnti"),
        "revised items are the side that is kept: {plan}"
    );
    let sql = "SELECT weight_grams FROM items WHERE waybill = 'EX0000000000007'";
    assert_eq!(number(&history, sql, &tail), 77);
    let sql = "SELECT revision FROM items WHERE waybill = 'EX0000000000009'";
    assert_eq!(number(&history, sql, &tail), 5);
}

#[test]
fn goods_rules_and_events_can_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    let mut builder = TableBuilder::new();
    for number in 0..9 {
        let item = item(number, 1, 50);
        add(&mut builder, number, &item);
    }
    add_event(&mut builder, 9, &item(4, 1, 50), &event(&item(4, 1, 50), EventKind::XrayClear, 3));
    add_notice(&mut builder, 9, &item(4, 1, 50));
    history.seal(0..10, &[Arc::new(builder.finish().unwrap())]).unwrap();
    let noted = "SELECT count(*) FROM decisions WHERE array_has(rules, 'duty.no_rule') AND verdict = 'accept'";
    assert_eq!(number(&history, noted, &[]), 3);
    let tea = "SELECT count(*) FROM (SELECT unnest(goods) AS line FROM items) WHERE line['name'] <> ''";
    assert_eq!(number(&history, tea, &[]), 9);
    assert_eq!(number(&history, "SELECT count(*) FROM events WHERE event = 'xray_clear'", &[]), 1);
    assert_eq!(number(&history, "SELECT count(*) FROM notices WHERE rule = 'pattern.one_machine'", &[]), 1);
    let day = "SELECT count(*) FROM records WHERE accepted_at >= '2026-11-20T00:00:04+08:00'";
    assert_eq!(number(&history, day, &[]), 5);
}

#[test]
fn rows_leave_as_json_and_as_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    let sql = "SELECT waybill, day, accepted_at, courier, goods, revision, outcome IS NULL AS unknown, xray_at \
               FROM records ORDER BY sequence LIMIT 1";
    let rows = history.query(sql, &[parcels(0..3, 50)]).unwrap();
    let json = concat!(
        r#"{"waybill":"EX0000000000000","day":"2026-11-20","accepted_at":"2026-11-20T00:00:00+08:00","#,
        r#""courier":"88a0bfffe49c6dd77b1a070ac23dccad","goods":[{"hs":null,"name":"耳机","quantity":1.0,"unit":"件","#,
        r#""value_fen":7535,"weight_grams":3635}],"revision":1,"unknown":false,"xray_at":null}"#,
        "\n"
    );
    assert_eq!(rows.json_lines(), json);
    let rows = history.query("SELECT waybill, operator FROM records ORDER BY sequence LIMIT 1", &[parcels(0..3, 50)]);
    let table = "\
+-----------------+--------------+
| waybill         | operator     |
+-----------------+--------------+
| EX0000000000000 | demo-express |
+-----------------+--------------+";
    assert_eq!(rows.unwrap().table().unwrap(), table);
}

#[test]
fn an_answer_is_bounded_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { query_rows_max: 10, ..Limits::default() };
    let history = history::History::open(folder.path(), limits).unwrap();
    let tail = [parcels(0..100, 50)];
    let rows = history.query("SELECT * FROM records", &tail).unwrap();
    assert_eq!((rows.rows.len(), rows.truncated), (10, true));
    let rows = history.query("SELECT waybill FROM records LIMIT 10", &tail).unwrap();
    assert_eq!((rows.rows.len(), rows.truncated), (10, false));
}

#[test]
fn what_would_change_something_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    let copied = folder.path().join("out.csv");
    for statement in [
        &format!("COPY records TO '{}'", copied.display()),
        &format!("COPY (SELECT 1) TO '{}' STORED AS CSV", copied.display()),
        "CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '/etc/passwd'",
        "CREATE TABLE t AS SELECT 1",
        "CREATE VIEW v AS SELECT 1",
        "INSERT INTO records SELECT * FROM records",
        "WITH a AS (SELECT 1) INSERT INTO records SELECT * FROM records",
        "UPDATE records SET waybill = 'X'",
        "DELETE FROM records",
        "DROP TABLE records",
        "TRUNCATE TABLE records",
        "SET datafusion.execution.batch_size = 1",
        "RESET datafusion.execution.batch_size",
        "EXPLAIN INSERT INTO records SELECT * FROM records",
        "EXPLAIN ANALYZE COPY records TO 'x.csv'",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE records",
        "SELECT * INTO t FROM records",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "BEGIN",
        "",
    ] {
        let refused = history.query(statement, &[]);
        assert!(matches!(refused, Err(HistoryError::NotAQuestion { .. })), "{statement}: {refused:?}");
    }
    assert!(!copied.exists());
    for statement in
        ["SELEC 1", "SELECT nothing FROM records", "SELECT * FROM '/etc/passwd'", "SELECT * FROM envelopes"]
    {
        let refused = history.query(statement, &[]);
        assert!(matches!(refused, Err(HistoryError::BadQuery(_))), "{statement}: {refused:?}");
    }
    for statement in
        ["SELECT 1", "SHOW TABLES", "DESCRIBE records", "EXPLAIN SELECT 1", "VALUES (1)", "SHOW COLUMNS FROM items"]
    {
        history.query(statement, &[]).unwrap_or_else(|error| panic!("{statement}: {error:?}"));
    }
}

#[test]
fn a_question_that_reads_a_pseudonym_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    for sealed in [false, true] {
        for (sql, touches) in [
            ("SELECT count(*) FROM items", false),
            ("SELECT day, count(*) FROM records GROUP BY day", false),
            ("SELECT waybill, goods FROM items WHERE operator = 'demo-express'", false),
            ("SELECT * FROM decisions", false),
            ("SELECT * FROM coverage", false),
            ("SELECT * FROM notices", false),
            ("SHOW TABLES", false),
            ("SELECT * FROM items", true),
            ("SELECT * FROM records LIMIT 1", true),
            ("SELECT * FROM events", true),
            ("SELECT sender_phone FROM items", true),
            ("SELECT s AS x FROM (SELECT sender_phone AS s FROM items)", true),
            ("SELECT count(DISTINCT courier) FROM records", true),
            ("SELECT count(sender_name) FROM records", true),
            ("SELECT waybill FROM items WHERE sender_id_number IS NOT NULL", true),
            ("SELECT waybill FROM items WHERE encode(recipient_phone, 'hex') LIKE '00%'", true),
            ("SELECT waybill FROM items ORDER BY payer_phone", true),
            ("SELECT count(*) FROM records GROUP BY inspection_by", true),
            (
                "SELECT waybill FROM items WHERE waybill IN (SELECT waybill FROM events WHERE by_second IS NOT NULL)",
                true,
            ),
            ("SELECT count(*) FROM items a JOIN items b ON a.sender_address = b.recipient_address", true),
            ("SELECT (SELECT max(courier) FROM records) IS NULL", true),
            ("SELECT waybill FROM items WHERE EXISTS (SELECT 1 FROM events WHERE events.by = items.courier)", true),
            ("WITH a AS (SELECT xray_by AS w FROM records) SELECT w FROM a", true),
            ("SELECT waybill FROM events UNION ALL SELECT encode(courier, 'hex') FROM records", true),
            ("EXPLAIN SELECT sender_phone FROM items", true),
            ("EXPLAIN ANALYZE SELECT waybill FROM items WHERE sender_phone IS NULL", true),
            ("SELECT row_number() OVER (PARTITION BY courier) FROM records", true),
        ] {
            let found = history.touches_pseudonym(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
            assert_eq!(found, touches, "{sql} (sealed: {sealed})");
        }
        history.seal(0..10, &[parcels(0..10, 5)]).unwrap();
    }
}

#[test]
fn a_viewer_sees_other_pseudonyms_whatever_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    history.seal(0..60, &[parcels(0..60, 5)]).unwrap();
    let tail = [parcels(60..100, 5)];
    let shown: history::Shown = Arc::new(|stored| parcel::Pseudonym(stored.0.map(|byte| !byte)));
    let stored = pseudonym(PHONE, 1);
    let seen = shown(stored);
    for (value, rows) in [(stored, 0), (seen, 1)] {
        for sql in [
            format!("SELECT DISTINCT sender_phone FROM items WHERE encode(sender_phone, 'hex') = '{value}'"),
            format!("SELECT DISTINCT upper(encode(sender_phone, 'hex')) FROM records WHERE sender_phone = X'{value}'"),
            format!(
                "SELECT sender_phone FROM items GROUP BY sender_phone HAVING encode(max(sender_phone), 'hex') = '{value}'"
            ),
        ] {
            let found = history.query_shown(&sql, &tail, &shown).unwrap();
            assert_eq!(found.rows.len(), rows, "{sql}");
            if let Some(cell) = found.rows.first().map(|row| row[0].as_str().unwrap()) {
                assert_eq!(seen.to_string(), cell.to_lowercase(), "{sql}");
            }
        }
    }
    let by = |sql: &str| history.query_shown(sql, &tail, &shown).unwrap().rows[0][0].as_i64();
    assert_eq!(by("SELECT count(DISTINCT sender_phone) FROM records"), Some(5));
    assert_eq!(by("SELECT count(payer_phone) FROM records"), Some(0));
    let one = history.query_shown("SELECT sender_phone FROM records WHERE sequence = 61", &tail, &shown).unwrap();
    let other = history.query("SELECT sender_phone FROM records WHERE sequence = 61", &tail).unwrap();
    assert_ne!(one.rows, other.rows);
}
