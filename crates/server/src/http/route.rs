//! The one table of routes: the router and the document of the interface are both made from it.

use std::sync::Arc;

use axum::{
    Router, middleware,
    routing::{MethodRouter, get, post},
};

use super::{
    app::App,
    body::{JSON, NDJSON},
    bulletins, cases, clocks, coverage, guard, health, indicators, item, lines,
    metrics::OPEN_METRICS,
    notice, openapi,
    parameter::Parameter,
    problem::{self, Kind},
};

/// A route: how it is called, what it says, who answers.
pub(super) struct Route {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    /// Stable name of the operation.
    pub(super) id: &'static str,
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
    /// Whether it is answered without a key and whatever else is in work.
    pub(super) is_open: bool,
    pub(super) parameters: &'static [Parameter],
    /// What it takes.
    pub(super) takes: &'static [Content],
    /// What it answers with status 200.
    pub(super) answers: &'static [Content],
    /// What else it may answer, besides what every route may.
    pub(super) problems: &'static [&'static Kind],
    handler: fn() -> MethodRouter<Arc<App>>,
}

/// A body: its media type, and the schema of it or of one of its lines.
pub(super) struct Content {
    pub(super) media: &'static str,
    pub(super) schemas: &'static [&'static str],
}

const fn content(media: &'static str, schemas: &'static [&'static str]) -> Content {
    Content { media, schemas }
}

/// What may go wrong with a single object or a stream.
const OF_LINES: &[&Kind] = &[
    &problem::BODY_BROKEN,
    &problem::BODY_TIMEOUT,
    &problem::CONFLICT,
    &problem::BODY_TOO_LARGE,
    &problem::UNSUPPORTED_MEDIA_TYPE,
    &problem::NOT_TAKEN,
    &problem::STOPPED,
];

/// What may go wrong with a stream alone.
const OF_STREAMS: &[&Kind] =
    &[&problem::BODY_BROKEN, &problem::BODY_TIMEOUT, &problem::UNSUPPORTED_MEDIA_TYPE, &problem::STOPPED];

/// What may go wrong with an act.
const OF_ACTS: &[&Kind] = &[
    &problem::BODY_BROKEN,
    &problem::BODY_TIMEOUT,
    &problem::UNKNOWN_CASE,
    &problem::CHANGED,
    &problem::CONFLICT,
    &problem::BODY_TOO_LARGE,
    &problem::UNSUPPORTED_MEDIA_TYPE,
    &problem::NOT_TAKEN,
    &problem::REFUSED,
    &problem::INTERNAL,
];

/// Every route.
pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "post",
        path: "/v1/acceptances",
        id: "record_acceptances",
        zh: "登记收寄并获得判定；一个对象，或每行一个对象",
        en: "Record acceptances and get decisions: one object, or one a line",
        is_open: false,
        parameters: &[],
        takes: &[content(JSON, &["acceptance"]), content(NDJSON, &["acceptance"])],
        answers: &[content(JSON, &["decision"]), content(NDJSON, &["decision", "rejection"])],
        problems: OF_LINES,
        handler: || post(lines::acceptances),
    },
    Route {
        method: "post",
        path: "/v1/events",
        id: "record_events",
        zh: "登记后续事件并获得回执；一个对象，或每行一个对象",
        en: "Record events and get receipts: one object, or one a line",
        is_open: false,
        parameters: &[],
        takes: &[content(JSON, &["event"]), content(NDJSON, &["event"])],
        answers: &[content(JSON, &["receipt"]), content(NDJSON, &["receipt", "rejection"])],
        problems: OF_LINES,
        handler: || post(lines::events),
    },
    Route {
        method: "post",
        path: "/v1/lines",
        id: "record_lines",
        zh: "登记收寄与事件混合的行；重复的行在应答中带 repeat",
        en: "Record acceptances and events mixed, one a line; answers to repeats carry a member `repeat`",
        is_open: false,
        parameters: &[],
        takes: &[content(NDJSON, &["acceptance", "event"])],
        answers: &[content(NDJSON, &["decision", "receipt", "rejection"])],
        problems: OF_STREAMS,
        handler: || post(lines::mixed),
    },
    Route {
        method: "get",
        path: "/v1/items/{operator}/{waybill}",
        id: "item",
        zh: "一件邮件、快件的全部记录、判定、事件与提示",
        en: "All records, decisions, events and notices of one item",
        is_open: false,
        parameters: item::PARAMETERS,
        takes: &[],
        answers: &[content(JSON, &["item"])],
        problems: &[&problem::BAD_PARAMETER, &problem::UNKNOWN_ITEM, &problem::INTERNAL],
        handler: || get(item::get),
    },
    Route {
        method: "get",
        path: "/v1/notices",
        id: "notices",
        zh: "按日志顺序分页列出提示",
        en: "Notices in the order of the journal, page by page",
        is_open: false,
        parameters: notice::PARAMETERS,
        takes: &[],
        answers: &[content(JSON, &["notices"])],
        problems: &[&problem::BAD_PARAMETER, &problem::INTERNAL],
        handler: || get(notice::list),
    },
    Route {
        method: "get",
        path: "/v1/coverage",
        id: "coverage",
        zh: "三项制度的执行数：按关口、义务与记录计件，未记录单列",
        en: "Figures of the gates: items by gate, duty and what was recorded, not recorded apart",
        is_open: false,
        parameters: coverage::PARAMETERS,
        takes: &[],
        answers: &[content(JSON, &["coverage"])],
        problems: &[&problem::BAD_PARAMETER, &problem::INTERNAL],
        handler: || get(coverage::figures),
    },
    Route {
        method: "get",
        path: "/v1/cases",
        id: "cases",
        zh: "按编号分页列出案件",
        en: "Cases by number, page by page",
        is_open: false,
        parameters: cases::LIST_PARAMETERS,
        takes: &[],
        answers: &[content(JSON, &["cases"])],
        problems: &[&problem::BAD_PARAMETER, &problem::INTERNAL],
        handler: || get(cases::list),
    },
    Route {
        method: "get",
        path: "/v1/cases/{case}",
        id: "case",
        zh: "一个案件：人员（以次序表示）、逐行说明的期限、全部行为、接下来可以登记什么",
        en: "One case: persons by their place, clocks line by line, every act, what may follow",
        is_open: false,
        parameters: cases::SHOW_PARAMETERS,
        takes: &[],
        answers: &[content(JSON, &["case"])],
        problems: &[&problem::BAD_PARAMETER, &problem::UNKNOWN_CASE, &problem::INTERNAL],
        handler: || get(cases::show),
    },
    Route {
        method: "post",
        path: "/v1/cases/{case}/acts",
        id: "record_act",
        zh: "登记一个行为；法律不允许的注明条文，其间有变动的列出变动",
        en: "Record an act: refused with the article where the law does not allow it; what changed where somebody was faster",
        is_open: false,
        parameters: cases::PARAMETERS,
        takes: &[content(JSON, &["act"])],
        answers: &[content(JSON, &["recorded"])],
        problems: OF_ACTS,
        handler: || post(cases::record),
    },
    Route {
        method: "post",
        path: "/v1/clocks",
        id: "clock",
        zh: "计算一个法定期限，逐行说明",
        en: "When a period of the law ends, explained line by line",
        is_open: false,
        parameters: &[],
        takes: &[content(JSON, &["clock_question"])],
        answers: &[content(JSON, &["clock_answer"])],
        problems: &[
            &problem::BODY_BROKEN,
            &problem::BODY_TIMEOUT,
            &problem::BODY_TOO_LARGE,
            &problem::UNSUPPORTED_MEDIA_TYPE,
            &problem::NOT_TAKEN,
        ],
        handler: || post(clocks::answer),
    },
    Route {
        method: "get",
        path: "/v1/indicators",
        id: "indicators",
        zh: "一个期间的指标，由登记簿算出；不能得出的注明原因",
        en: "Indicators of a period, computed from the register; what cannot be derived says why",
        is_open: false,
        parameters: indicators::PARAMETERS,
        takes: &[],
        answers: &[content(JSON, &["indicators"])],
        problems: &[&problem::BAD_PARAMETER, &problem::INTERNAL],
        handler: || get(indicators::figures),
    },
    Route {
        method: "get",
        path: "/v1/bulletins/{name}",
        id: "bulletin",
        zh: "由登记簿编制通报",
        en: "A bulletin from the register",
        is_open: false,
        parameters: bulletins::PARAMETERS,
        takes: &[],
        answers: &[content(bulletins::MARKDOWN, &[]), content(bulletins::HTML, &[]), content(bulletins::CSV, &[])],
        problems: &[&problem::BAD_PARAMETER, &problem::UNKNOWN_BULLETIN, &problem::UNDERIVED, &problem::INTERNAL],
        handler: || get(bulletins::get),
    },
    Route {
        method: "get",
        path: "/livez",
        id: "live",
        zh: "进程是否存活",
        en: "Whether the process answers",
        is_open: true,
        parameters: &[],
        takes: &[],
        answers: &[content(JSON, &["status"])],
        problems: &[],
        handler: || get(health::live),
    },
    Route {
        method: "get",
        path: "/readyz",
        id: "ready",
        zh: "是否接收登记",
        en: "Whether lines are taken",
        is_open: true,
        parameters: &[],
        takes: &[],
        answers: &[content(JSON, &["status"])],
        problems: &[&problem::STOPPED],
        handler: || get(health::ready),
    },
    Route {
        method: "get",
        path: "/metrics",
        id: "metrics",
        zh: "运行指标（Prometheus）",
        en: "Figures about the server, for Prometheus",
        is_open: false,
        parameters: &[],
        takes: &[],
        answers: &[content(OPEN_METRICS, &[])],
        problems: &[&problem::INTERNAL],
        handler: || get(health::metrics),
    },
    Route {
        method: "get",
        path: "/openapi.json",
        id: "openapi",
        zh: "本接口的说明（OpenAPI 3.1）",
        en: "This document (OpenAPI 3.1)",
        is_open: true,
        parameters: &[],
        takes: &[],
        answers: &[content(JSON, &[])],
        problems: &[],
        handler: || get(openapi::get),
    },
];

/// The router of all routes, each behind its guard.
pub(super) fn router(app: &Arc<App>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let guarded = middleware::from_fn_with_state((Arc::clone(app), route), guard::guard);
        router = router.route(route.path, (route.handler)().route_layer(guarded));
    }
    router
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .with_state(Arc::clone(app))
}
