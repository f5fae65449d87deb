//! Closed lists that describe an acceptance.

use crate::choice::choice;

choice! {
    /// What kind of business takes items in.
    ///
    /// Which duties each kind owes is data of `law`.
    OperatorKind {
        Postal = "postal",
        Express = "express",
        Instant = "instant",
        SameCity = "same_city",
        CrowdSourced = "crowd_sourced",
        NetworkFreight = "network_freight",
        BulkFreight = "bulk_freight",
        Locker = "locker",
    }
}

choice! {
    /// Where the item was handed in.
    Channel {
        Counter = "counter",
        Door = "door",
        Locker = "locker",
        App = "app",
        Platform = "platform",
        Other = "other",
    }
}

choice! {
    /// What was handed in.
    ///
    /// A letter is what Postal Law (2015) art. 84 calls 信件; `document` is a paper item that is not a letter.
    ItemKind {
        Letter = "letter",
        Document = "document",
        Parcel = "parcel",
    }
}

choice! {
    /// What the operator did with the item.
    Outcome {
        TakenIn = "taken_in",
        TurnedAway = "turned_away",
    }
}

choice! {
    /// Which document the sender showed. Sealed with the identity; no rule can read it.
    IdKind {
        ResidentId = "resident_id",
        TemporaryId = "temporary_id",
        MilitaryId = "military_id",
        HkMacaoPermit = "hk_macao_permit",
        TaiwanPermit = "taiwan_permit",
        ResidencePermit = "residence_permit",
        Passport = "passport",
        CreditCode = "credit_code",
        Other = "other",
    }
}

choice! {
    /// How the carriage was paid.
    PaymentMethod {
        Cash = "cash",
        Bank = "bank",
        ThirdPartyWallet = "third_party_wallet",
        MonthlyAccount = "monthly_account",
        CashOnDelivery = "cash_on_delivery",
        VirtualCurrency = "virtual_currency",
        Other = "other",
    }
}
