//! Times as an export writes them, made into instants with an offset.

use jiff::{
    Zoned,
    civil::{DateTime, date},
    fmt::strtime::{self, BrokenDownTime},
    tz::TimeZone,
};

/// How a column writes times.
#[derive(Clone, Debug)]
pub(super) struct TimeFormat {
    /// Directives of `strftime`.
    pattern: String,
    /// Where a time without offset was written.
    zone: Option<TimeZone>,
}

/// Why a pattern cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeFormatFault {
    /// Not a directive, or not enough of them for a date.
    Pattern,
    /// No such zone.
    Zone,
    /// The pattern has no offset, and no zone is named.
    NoZone,
}

impl TimeFormat {
    /// Checks pattern and zone by writing an instant and reading it back.
    pub(super) fn new(pattern: &str, zone: Option<&str>) -> Result<Self, TimeFormatFault> {
        let zone = zone.map(TimeZone::get).transpose().map_err(|_| TimeFormatFault::Zone)?;
        let example = date(2026, 11, 12).at(13, 14, 15, 0).to_zoned(zone.clone().unwrap_or(TimeZone::UTC));
        let text = example.and_then(|example| strtime::format(pattern, &example));
        let format = Self { pattern: pattern.to_owned(), zone };
        let parts = text.ok().and_then(|text| strtime::parse(pattern, text).ok()).ok_or(TimeFormatFault::Pattern)?;
        let civil = civil(&parts).is_some();
        match format.instant(&parts) {
            Some(_) => Ok(format),
            None if civil && format.zone.is_none() => Err(TimeFormatFault::NoZone),
            None => Err(TimeFormatFault::Pattern),
        }
    }

    /// Reads a time and writes it by RFC 3339; a day without a time of day begins it.
    pub(super) fn read(&self, text: &str) -> Option<String> {
        let instant = self.instant(&strtime::parse(&self.pattern, text).ok()?)?;
        let offset = instant.offset();
        Some(instant.timestamp().display_with_offset(offset).to_string())
    }

    fn instant(&self, parts: &BrokenDownTime) -> Option<Zoned> {
        if parts.offset().is_some() || parts.iana_time_zone().is_some() {
            return parts.to_zoned().ok().or_else(|| {
                let offset = parts.offset()?;
                Some(parts.to_timestamp().ok()?.to_zoned(TimeZone::fixed(offset)))
            });
        }
        match &self.zone {
            Some(zone) => civil(parts)?.to_zoned(zone.clone()).ok(),
            None => Some(parts.to_timestamp().ok()?.to_zoned(TimeZone::UTC)),
        }
    }
}

fn civil(parts: &BrokenDownTime) -> Option<DateTime> {
    parts.to_datetime().ok().or_else(|| Some(parts.to_date().ok()?.at(0, 0, 0, 0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &str, zone: Option<&str>, text: &str) -> Option<String> {
        TimeFormat::new(pattern, zone).unwrap().read(text)
    }

    #[test]
    fn times_get_the_offset_of_their_zone() {
        let seoul = Some("Asia/Seoul");
        assert_eq!(read("%Y-%m-%d", seoul, "2020-01-01").as_deref(), Some("2020-01-01T00:00:00+09:00"));
        let shanghai = Some("Asia/Shanghai");
        let minutes = read("%Y/%m/%d %H:%M", shanghai, "2026/11/02 09:30");
        assert_eq!(minutes.as_deref(), Some("2026-11-02T09:30:00+08:00"));
        let with_offset = read("%Y-%m-%d %H:%M:%S %z", None, "2026-11-02 09:30:00 +0800");
        assert_eq!(with_offset.as_deref(), Some("2026-11-02T09:30:00+08:00"));
        assert_eq!(read("%s", None, "0").as_deref(), Some("1970-01-01T00:00:00+00:00"));
        assert_eq!(read("%Y-%m-%d", seoul, "2020-02-30"), None);
        assert_eq!(read("%Y-%m-%d", seoul, "2020-02-03 10:00"), None);
    }

    #[test]
    fn a_pattern_that_cannot_tell_an_instant_is_refused() {
        let fault = |pattern, zone| TimeFormat::new(pattern, zone).err();
        assert_eq!(fault("%Y-%m-%d", None), Some(TimeFormatFault::NoZone));
        assert_eq!(fault("%Y-%m-%d", Some("Asia/Nowhere")), Some(TimeFormatFault::Zone));
        assert_eq!(fault("%H:%M", Some("Asia/Seoul")), Some(TimeFormatFault::Pattern));
        assert_eq!(fault("%Y-%", Some("Asia/Seoul")), Some(TimeFormatFault::Pattern));
    }
}
