//! The command line: one file a command, each with its words in both languages.

mod account;
mod args;
mod backtest;
mod bench;
mod bounds;
mod bulletin;
mod capsule;
mod clock;
mod coverage;
mod demo;
mod figures;
mod find;
mod goods;
mod ingest;
mod item;
mod key;
mod measure;
mod notices;
mod openapi;
mod pack;
mod recommend;
mod rectify;
mod sample;
mod scorecard;
mod screen;
mod serve;
mod sql;
mod station;
mod store;
mod summary;
mod tests {
mod trace;
mod verify;
    use super::*;

    #[test]
    fn the_command_line_is_well_formed_in_both_languages() {
        for language in [Language::Zh, Language::En] {
            command(language).debug_assert();
        }
    }

    #[test]
    fn every_argument_explains_itself_in_both_languages() {
        let texts = |language| {
            let mut command = command(language);
            command.build();
            let of = |command: &Command| {
                let arguments = command.get_arguments().map(|argument| {
                    (argument.get_id().to_string(), argument.get_help().map(ToString::to_string).unwrap_or_default())
                });
                let mut all: Vec<_> = arguments.collect();
                all.push((
                    command.get_name().to_owned(),
                    command.get_about().map(ToString::to_string).unwrap_or_default(),
                ));
                all
            };
            command.get_subcommands().flat_map(of).collect::<Vec<_>>()
        };
        for ((name, zh), (_, en)) in texts(Language::Zh).into_iter().zip(texts(Language::En)) {
            assert!(!zh.is_empty() && !en.is_empty(), "{name} lacks a text");
            assert!(zh != en && !zh.is_ascii(), "{name} says the same in both languages: {zh}");
        }
    }
}
