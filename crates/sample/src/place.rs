//! Districts of China by GB/T 2260 code: which of them the sample lives in, and how much of it.

use std::collections::BTreeMap;

use crate::dice::{noise, running};

const REGIONS: &str = include_str!("../data/regions.txt");

/// Fewest districts that a sample lives in.
const DISTRICTS_MIN: usize = 40;
/// Items a district and sample at least.
const ITEMS_A_DISTRICT: u64 = 1_500;

/// Rough weights of provinces: code, senders, recipients. Invented orders of magnitude, not statistics.
const PROVINCES: [(u32, u32, u32); 31] = [
    (11, 60, 60),
    (12, 14, 14),
    (13, 60, 55),
    (14, 11, 24),
    (15, 5, 16),
    (21, 20, 30),
    (22, 8, 16),
    (23, 9, 20),
    (31, 40, 40),
    (32, 100, 75),
    (33, 170, 65),
    (34, 40, 45),
    (35, 40, 32),
    (36, 25, 30),
    (37, 70, 80),
    (41, 60, 80),
    (42, 30, 42),
    (43, 30, 45),
    (44, 240, 110),
    (45, 12, 33),
    (46, 3, 7),
    (50, 15, 23),
    (51, 30, 60),
    (52, 8, 25),
    (53, 10, 32),
    (54, 1, 3),
    (61, 15, 28),
    (62, 4, 16),
    (63, 1, 4),
    (64, 2, 5),
    (65, 5, 17),
];

/// One district that the sample lives in.
pub(crate) struct District {
    /// GB/T 2260 code of 6 digits.
    pub(crate) code: u32,
    /// City and district, as written at the head of an address.
    pub(crate) name: String,
    /// Whether instant and same-city delivery work there.
    pub(crate) big_city: bool,
    send_weight: u32,
    receive_weight: u32,
}

/// The districts that the sample lives in.
pub(crate) struct Places {
    pub(crate) districts: Vec<District>,
    /// Running totals of where items are sent from.
    pub(crate) senders: Vec<u32>,
    /// Running totals of where people live.
    pub(crate) homes: Vec<u32>,
    /// For each district the range of districts of its city.
    pub(crate) city: Vec<std::ops::Range<usize>>,
}

impl Places {
    /// Chooses districts by weight: more of them for more items, some of Beijing always.
    pub(crate) fn choose(seed: u64, items: u64) -> Self {
        let all = all_districts();
        let wanted = ((items / ITEMS_A_DISTRICT) as usize).clamp(DISTRICTS_MIN, all.len());
        let mut order: Vec<(u64, usize)> =
            all.iter().enumerate().map(|(number, district)| (lot(seed, district), number)).collect();
        order.sort_unstable();
        let mut chosen: Vec<usize> = order.iter().take(wanted).map(|(_, number)| *number).collect();
        chosen.sort_unstable();
        let mut all: Vec<Option<District>> = all.into_iter().map(Some).collect();
        let districts: Vec<District> = chosen.iter().filter_map(|number| all[*number].take()).collect();
        Self {
            senders: running(districts.iter().map(|district| district.send_weight)),
            homes: running(districts.iter().map(|district| district.receive_weight)),
            city: cities(&districts),
            districts,
        }
    }
}

/// A number that is the smaller the sooner a district is chosen; the first districts of Beijing come first.
fn lot(seed: u64, district: &District) -> u64 {
    if matches!(district.code, 110_105 | 110_108 | 440_106 | 310_115 | 330_106) {
        return 0;
    }
    noise(seed ^ 0x91, u64::from(district.code)) / u64::from(district.send_weight + district.receive_weight)
}

fn cities(districts: &[District]) -> Vec<std::ops::Range<usize>> {
    let city = |district: &District| district.code / 100;
    districts
        .iter()
        .map(|own| {
            let first = districts.partition_point(|other| city(other) < city(own));
            first..districts.partition_point(|other| city(other) <= city(own))
        })
        .collect()
}

fn all_districts() -> Vec<District> {
    let names: BTreeMap<&str, &str> = REGIONS.lines().filter_map(|line| line.split_once(' ')).collect();
    let called = |code: &str| names.get(code).copied().unwrap_or_default();
    names
        .iter()
        .filter(|(code, _)| code.len() == 6)
        .filter_map(|(code, name)| {
            let number: u32 = code.parse().ok()?;
            let (_, send, receive) = PROVINCES.into_iter().find(|(province, ..)| *province == number / 10_000)?;
            // The chief city of a province, and the municipalities, send and receive more.
            let chief = if number / 100 % 100 == 1 { 4 } else { 1 };
            let city = match called(&code[..4]) {
                "市辖区" | "县" => called(&code[..2]),
                city if city.contains("直辖") => called(&code[..2]),
                city => city,
            };
            Some(District {
                code: number,
                name: format!("{city}{name}"),
                big_city: chief > 1 || matches!(number / 100, 3205 | 3302 | 3502 | 3702 | 4403 | 4419),
                send_weight: send * chief,
                receive_weight: receive * chief,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_province_has_districts_and_a_name() {
        let all = all_districts();
        assert!(all.len() > 2_900);
        assert!(all.windows(2).all(|pair| pair[0].code < pair[1].code));
        let chaoyang = all.iter().find(|district| district.code == 110_105).unwrap();
        assert_eq!(chaoyang.name, "北京市朝阳区");
    }

    #[test]
    fn a_small_sample_lives_in_few_districts_and_some_of_beijing() {
        let places = Places::choose(7, 1_000);
        assert_eq!(places.districts.len(), DISTRICTS_MIN);
        assert!(places.districts.iter().filter(|district| district.code / 10_000 == 11).count() >= 2);
        for (number, range) in places.city.iter().enumerate() {
            assert!(range.contains(&number));
        }
    }
}
