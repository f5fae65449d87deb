//! What may be asked: questions only, and which of them read pseudonyms.

use datafusion::{
    common::tree_node::TreeNodeRecursion,
    error::DataFusionError,
    execution::context::SQLOptions,
    logical_expr::LogicalPlan,
    sql::{
        parser::{DFParser, Statement},
        sqlparser::ast,
    },
};

use crate::{
    error::{HistoryError, Result},
    table::Table,
};

/// Refuses everything but one statement that asks.
pub(crate) fn is_question(sql: &str) -> Result<()> {
    let statements = DFParser::parse_sql(sql).map_err(|error| HistoryError::BadQuery(Box::new(error)))?;
    let refuse = |refused: &str| Err(HistoryError::NotAQuestion { refused: refused.to_owned() });
    if statements.len() != 1 {
        return refuse("anything but one statement");
    }
    match statements.front().and_then(refused) {
        Some(refused) => refuse(&refused),
        None => Ok(()),
    }
}

/// The kind of a statement that is refused.
fn refused(statement: &Statement) -> Option<String> {
    match statement {
        Statement::Statement(statement) => refused_in_sql(statement),
        Statement::Explain(explain) => refused(&explain.statement),
        Statement::CreateExternalTable(_) => Some("CREATE EXTERNAL TABLE".to_owned()),
        Statement::CopyTo(_) => Some("COPY".to_owned()),
        Statement::Reset(_) => Some("RESET".to_owned()),
    }
}

fn refused_in_sql(statement: &ast::Statement) -> Option<String> {
    match statement {
        ast::Statement::Query(query) => refused_body(&query.body),
        ast::Statement::Explain { statement, .. } => refused_in_sql(statement),
        ast::Statement::ExplainTable { .. }
        | ast::Statement::ShowTables { .. }
        | ast::Statement::ShowColumns { .. }
        | ast::Statement::ShowVariable { .. } => None,
        other => Some(first_word(&other.to_string())),
    }
}

fn refused_body(body: &ast::SetExpr) -> Option<String> {
    match body {
        ast::SetExpr::Insert(_) => Some("INSERT".to_owned()),
        ast::SetExpr::Update(_) => Some("UPDATE".to_owned()),
        ast::SetExpr::Delete(_) => Some("DELETE".to_owned()),
        ast::SetExpr::Merge(_) => Some("MERGE".to_owned()),
        ast::SetExpr::Select(select) if select.into.is_some() => Some("SELECT INTO".to_owned()),
        ast::SetExpr::Query(query) => refused_body(&query.body),
        ast::SetExpr::SetOperation { left, right, .. } => refused_body(left).or_else(|| refused_body(right)),
        _ => None,
    }
}

fn first_word(statement: &str) -> String {
    statement.split_whitespace().next().unwrap_or("an empty statement").to_owned()
}

/// What the planner lets through: the second line of defence.
pub(crate) fn read_only() -> SQLOptions {
    SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false)
}

/// Whether an optimised plan reads a pseudonym: after optimisation a scan names exactly the columns that are used.
pub(crate) fn reads_pseudonym(plan: &LogicalPlan) -> Result<bool, DataFusionError> {
    let mut reads = false;
    plan.apply_with_subqueries(|node| {
        match node {
            LogicalPlan::TableScan(scan) => {
                let projected = scan.projected_schema.fields().iter().any(|field| is_pseudonym(field.name()));
                let filtered = scan
                    .filters
                    .iter()
                    .any(|filter| filter.column_refs().iter().any(|column| is_pseudonym(&column.name)));
                reads |= projected || filtered;
            }
            LogicalPlan::Explain(explain) => reads |= reads_pseudonym(&explain.plan)?,
            _ => {}
        }
        Ok(if reads { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    })?;
    Ok(reads)
}

fn is_pseudonym(column: &str) -> bool {
    Table::ALL.iter().any(|table| table.pseudonyms().contains(&column))
}
