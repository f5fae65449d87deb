//! What can be done, by its word. What each needs and who may is data: `data/roles.toml`.

use crate::words::words;

words! {
    /// Something that an account or key may or may not do.
    Action {
        /// To send acceptances and events.
        ItemSubmit = "item.submit",
        /// To see what to do with an item, and the provision.
        ItemAnswer = "item.answer",
        /// To see everything kept about an item.
        ItemRead = "item.read",
        /// To list items by what is asked.
        ItemList = "item.list",
        /// To override a decision, by name.
        ItemOverride = "item.override",
        /// To download the capsule of a decision.
        CapsuleDownload = "capsule.download",
        /// To look up by a person or pseudonym.
        TracePerson = "trace.person",
        /// To see masked identities.
        IdentityMasked = "identity.masked",
        /// To ask to open an identity, and open it once agreed.
        IdentityRequest = "identity.request",
        /// To agree to the opening of an identity, or refuse it.
        IdentityApprove = "identity.approve",
        /// To take, open, clear or find at inspection.
        InspectionAct = "inspection.act",
        /// To record a find and hand it over.
        FindRecord = "find.record",
        /// To see finds and hand-overs.
        FindRead = "find.read",
        /// To see the coverage of gates.
        CoverageRead = "coverage.read",
        /// To see signs against a member of staff, item by item.
        SignsStaff = "signs.staff",
        /// To order to rectify.
        RectificationOrder = "rectification.order",
        /// To reply to an order to rectify.
        RectificationReply = "rectification.reply",
        /// To plan and reveal covert test parcels.
        ProbePlan = "probe.plan",
        /// To see cases, clocks and documents.
        CaseRead = "case.read",
        /// To act in a case.
        CaseAct = "case.act",
        /// To register and assign cases.
        CaseAssign = "case.assign",
        /// To write recommendations and supervision documents.
        RecommendationWrite = "recommendation.write",
        /// To reply to a recommendation.
        RecommendationReply = "recommendation.reply",
        /// To see figures and bulletins.
        FigureRead = "figure.read",
        /// To open a figure down to its acts.
        FigureActs = "figure.acts",
        /// To draft, check and publish bulletins.
        BulletinPublish = "bulletin.publish",
        /// To see rules and catalogue, try a text.
        PackRead = "pack.read",
        /// To edit a draft of rules.
        PackEdit = "pack.edit",
        /// To try rules on history.
        PackBacktest = "pack.backtest",
        /// To publish a pack or roll it back.
        PackPublish = "pack.publish",
        /// To see who did and saw what.
        AuditRead = "audit.read",
        /// To verify the chains.
        AuditVerify = "audit.verify",
        /// To manage accounts and keys.
        AccountManage = "account.manage",
    }
}
