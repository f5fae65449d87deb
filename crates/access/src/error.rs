//! What can go wrong with accounts and keys, and what the caller can do. Nothing here holds a password or a key.

use parcel::Bilingual;

/// Why something about access could not be done.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The store cannot be read or written: repair the disk, or restore the folder `access`.
    #[error("the store of accounts failed")]
    Store(#[from] rusqlite::Error),
    /// The folder of the store cannot be made.
    #[error("the folder of accounts cannot be made")]
    Disk(#[from] std::io::Error),
    /// Written by a newer edition of this program: use that edition.
    #[error("the store of accounts has format version {version}; this edition reads 1")]
    Version {
        /// The version found.
        version: i64,
    },
    /// What is kept cannot be read back: the store was changed by another hand; restore it.
    #[error("the store of accounts is damaged: {what}")]
    Damaged {
        /// Which part.
        what: &'static str,
    },
    /// Not the shape asked for.
    #[error("{what}: {would_pass} would pass")]
    BadShape {
        /// What was given.
        what: &'static str,
        /// What would pass.
        would_pass: &'static str,
    },
    /// The role needs other bounds: give what is named.
    #[error("{}", .needed.en)]
    Bounds {
        /// What the role needs.
        needed: Bilingual,
    },
    /// The name is taken; accounts are never removed, so that acts keep their author. Choose another name.
    #[error("there is an account {name} already")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// There is no such account, key or request.
    #[error("there is no {what} of that name")]
    Unknown {
        /// Of what kind.
        what: &'static str,
    },
    /// The password does not pass: give one that keeps every rule named.
    #[error("the password does not pass: {}", english(.problems))]
    Password {
        /// Everything that is wrong with it.
        problems: Vec<Bilingual>,
    },
    /// A bound is reached.
    #[error("there are {what}_max = {max} {what} already")]
    Full {
        /// Of what there are too many.
        what: &'static str,
        /// The bound.
        max: usize,
    },
    /// Hashing failed: a defect of this program or too little memory.
    #[error("the password could not be hashed")]
    Hash,
}

fn english(problems: &[Bilingual]) -> String {
    problems.iter().map(|problem| problem.en.as_str()).collect::<Vec<_>>().join("; ")
}

impl AccessError {
    /// The same in both languages, for a person.
    pub fn words(&self) -> Bilingual {
        let zh = match self {
            Self::Store(_) => "账户库读写失败".to_owned(),
            Self::Disk(_) => "无法建立账户目录".to_owned(),
            Self::Version { version } => format!("账户库的格式版本是 {version}，本版本只能读取 1"),
            Self::Damaged { what } => format!("账户库已损坏（{what}），请从备份恢复"),
            Self::BadShape { what, would_pass } => format!("{} 的写法不对，应为 {would_pass}", thing(what)),
            Self::Bounds { needed } => needed.zh.clone(),
            Self::NameTaken { name } => format!("账户 {name} 已存在；账户不删除，请另取名称"),
            Self::Unknown { what } => format!("没有这个{}", thing(what)),
            Self::Password { problems } => {
                let all: Vec<_> = problems.iter().map(|problem| problem.zh.as_str()).collect();
                format!("口令不符合要求：{}", all.join("；"))
            }
            Self::Full { what, max } => format!("{}已达上限 {max}", thing(what)),
            Self::Hash => "口令无法计算".to_owned(),
        };
        Bilingual::new(zh, self.to_string())
    }
}

/// The kinds of things that errors name.
fn thing(what: &str) -> &str {
    match what {
        "account name" => "账户名",
        "office code" => "机关代码",
        "account" | "accounts" => "账户",
        "key" | "keys" => "密钥",
        "key name" => "密钥名",
        "expiry" => "有效期",
        "session" | "sessions" => "会话",
        "request" | "requests" => "申请",
        other => other,
    }
}
