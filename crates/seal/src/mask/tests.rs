use proptest::prelude::*;

use super::*;

fn check(mask: fn(&str) -> String, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(mask(text), *expected, "{text}");
    }
}

#[test]
fn a_name_shows_its_first_character() {
    check(
        mask_name,
        &[
            ("张某", "张*"),
            ("张某某", "张**"),
            ("欧阳某某", "欧***"),
            ("某某贸易有限公司", "某***"),
            ("张", "*"),
            ("", "*"),
            ("  ", "*"),
            (" 张某 ", "张*"),
            ("Zhang Mou", "Z***"),
            ("A", "*"),
            ("阿某·某某", "阿***"),
        ],
    );
}

#[test]
fn a_phone_number_hides_six_digits_or_more() {
    check(
        mask_phone,
        &[
            ("00000000010", "000******10"),
            ("000-0000-0010", "000******10"),
            ("+86 000 0000 0010", "000******10"),
            ("０００００００００１０", "000******10"),
            ("010-00000012", "010******12"),
            ("0100-0000012-8001", "010******01"),
            ("00000012", "******12"),
            ("0000001", "******1"),
            ("000000", "******"),
            ("110", "******"),
            ("", "******"),
            ("not a number", "******"),
        ],
    );
}

#[test]
fn an_address_ends_before_its_house() {
    check(
        mask_address,
        &[
            ("某路1号2单元300室", "某路******"),
            ("某省某市某区某街道某路1号院2号楼3单元301室", "某省某市某区某街道某路******"),
            ("某市某区某小区A座501", "某市某区某小区******"),
            ("某市鼓楼区某街８号", "某市鼓楼区某街******"),
            ("某市五一路三号四单元", "某市五一路******"),
            ("某市三里屯路甲3号", "某市三里屯路******"),
            ("某小区八栋二单元三零一室", "某小区******"),
            ("某路四零二", "某路******"),
            ("某镇某村二组", "某镇某村******"),
            ("301室（近某路）", "******"),
            ("三零一室近某路", "******"),
            ("3 Example Road, Flat B", "******"),
            ("Flat B, Example House", "******"),
            ("某大厦", "******"),
            ("", "******"),
        ],
    );
}

proptest! {
    #[test]
    fn no_digit_of_an_address_is_shown(address in "[某路街区市号室单元栋0-9０-９a-zA-Z 零一二三]{0,40}") {
        let masked = mask_address(&address);
        prop_assert!(!masked.chars().any(|letter| letter.is_ascii_alphanumeric() || ('０'..='９').contains(&letter)));
        prop_assert!(!masked.contains('室') && !masked.contains("单元") && !masked.contains('栋'));
    }

    #[test]
    fn a_masked_phone_shows_at_most_five_digits(phone in "[+0-9 ()-]{0,32}") {
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        let shown = mask_phone(&phone).chars().filter(char::is_ascii_digit).count();
        prop_assert!(shown <= 5 && shown + 6 <= digits.max(6));
    }

    #[test]
    fn a_masked_name_shows_one_character(name in "\\PC{0,20}") {
        let shown = mask_name(&name).chars().filter(|letter| *letter != '*').count();
        prop_assert!(shown <= 1);
    }
}
