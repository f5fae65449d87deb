//! Why a command ended without doing what was asked, in the reader's language, with an exit code for scripts.

use std::process::ExitCode;

use intake::store::{LockError, StoreError};

use crate::language::Language;

/// Exit codes. Scripts rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done; every line was answered.
    Done = 0,
    /// Could not be done: a file, a disk, a question that cannot be answered.
    Failed = 1,
    /// The command line is not understood.
    Usage = 2,
    /// The data directory is owned by another process.
    Owned = 3,
    /// Something that was kept is damaged or does not come out the same.
    Damaged = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// A failure, told in both languages.
#[derive(Debug)]
pub struct Failure {
    /// Exit code.
    pub exit: Exit,
    zh: String,
    en: String,
}

/// What commands return.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure in both languages.
    pub fn new(exit: Exit, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { exit, zh: zh.into(), en: en.into() }
    }

    /// A failure with the words of a cause, which are in English and hold no personal data.
    pub fn because(zh: &str, en: &str, cause: &dyn std::fmt::Display) -> Self {
        Self::new(Exit::Failed, format!("{zh}：{cause}"), format!("{en}: {cause}"))
    }

    /// The text.
    pub fn text(&self, language: Language) -> &str {
        language.of(&self.zh, &self.en)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Lock(LockError::Owned { path, address }) => owned(&path, address.as_deref()),
            StoreError::RingLost { path } => Self::new(
                Exit::Damaged,
                format!(
                    "{} 有日志而没有密钥环。请从备份恢复其中的 keys 目录；新的密钥环读不出已有记录。",
                    path.display()
                ),
                format!(
                    "{} has a journal but no key ring. Restore its directory keys from a copy; a new ring could not read the records.",
                    path.display()
                ),
            ),
            StoreError::Seal(seal::SealError::RingSuite { kept, asked, .. }) => Self::new(
                Exit::Usage,
                format!("此数据目录的密码算法是 {kept}，不是 {asked}。去掉 --suite，或另建数据目录；建后不可更改。"),
                format!(
                    "This data directory uses the crypto suite {kept}, not {asked}. Leave out --suite, or make another directory; a suite is never changed."
                ),
            ),
            StoreError::JournalBehind { sealed_to, end } => Self::new(
                Exit::Damaged,
                format!("历史已封存至第 {sealed_to} 条，而日志只到第 {end} 条：日志丢失了记录。请从备份恢复日志。"),
                format!(
                    "The history is sealed to position {sealed_to} but the journal ends at {end}: entries are lost. Restore the journal from a copy."
                ),
            ),
            other => {
                let causes = intake::causes::of(&other);
                Self::because("无法打开数据目录", "the data directory cannot be opened", &causes)
            }
        }
    }
}

fn owned(path: &std::path::Path, address: Option<&str>) -> Failure {
    let path = path.display();
    match address {
        Some(address) => Failure::new(
            Exit::Owned,
            format!("{path} 正由另一进程使用，该进程的地址是 {address}。请向它查询，或待其结束后再试。"),
            format!(
                "{path} is owned by another process, which answers at {address}. Ask it there, or try again when it has ended."
            ),
        ),
        None => Failure::new(
            Exit::Owned,
            format!("{path} 正由另一进程使用。请待其结束后再试。"),
            format!("{path} is owned by another process. Try again when it has ended."),
        ),
    }
}

impl From<intake::pipeline::Stopped> for Failure {
    fn from(stopped: intake::pipeline::Stopped) -> Self {
        Self::because("不再记录", "nothing further is recorded", &stopped.reason)
    }
}

/// Turns an error of history or journal into a failure.
macro_rules! failure_from {
    ($($error:ty => $zh:literal, $en:literal;)+) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::because($zh, $en, &intake::causes::of(&error))
            }
        })+
    };
}

failure_from! {
    std::io::Error => "读写失败", "reading or writing failed";
    history::HistoryError => "历史无法回答", "the history cannot answer";
    journal::JournalError => "日志出错", "the journal failed";
    seal::SealError => "密钥环出错", "the key ring failed";
    crate::remote::RemoteError => "正在运行的服务没有完成请求", "the running server did not do it";
    intake::answers::AnswersError => "答复存储出错", "the store of answers failed";
}
