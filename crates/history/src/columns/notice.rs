//! Columns of a notice.

use super::{Days, Instant, Small, Text, Whole, columns, day_number, instant, word};
use crate::rows::NoticeRow;

columns! {
    /// What a window raised; `notice` is the whole of it as the contract writes it, without its sequence.
    NoticeColumns {
        sequence: Whole, required;
        day: Days, required;
        operator: Text, required;
        waybill: Text, required;
        rule: Text, required;
        version: Small, required;
        key_kind: Text, required;
        effect: Text, required;
        asks: Text, optional;
        raised_at: Instant, required;
        pack: Text, required;
        source: Text, required;
        notice: Text, required;
    }
}

impl NoticeColumns {
    pub(crate) fn append(&mut self, row: &NoticeRow<'_>) {
        let notice = row.notice;
        let request = notice.request();
        self.sequence.append_value(row.sequence);
        self.day.append_value(day_number(row.day));
        self.operator.append_value(notice.item.operator.as_str());
        self.waybill.append_value(notice.item.waybill.as_str());
        self.rule.append_value(&notice.provision.rule);
        self.version.append_value(notice.provision.version);
        word(&mut self.key_kind, Some(notice.key));
        self.effect.append_value(if request.is_some() { "inspect" } else { "note" });
        word(&mut self.asks, request.map(|request| request.asks));
        instant(&mut self.raised_at, Some(notice.raised_at));
        self.pack.append_value(&*notice.pack);
        self.source.append_value(&notice.provision.source);
        // Serialising to memory cannot fail: no map key is other than a string.
        self.notice.append_value(serde_json::to_string(notice).unwrap_or_default());
    }
}
