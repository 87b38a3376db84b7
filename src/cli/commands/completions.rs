//! `gazette completions`: what a shell needs to complete commands and options.
use super::super::args::Cli;
use super::super::{Context, Exit, Failure};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use serde::Serialize;

/// Print the completion script of a shell
#[derive(Debug, Args)]
pub(in super::super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

#[derive(Serialize)]
struct ScriptObject {
    shell: String,
    script: String,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
}

pub(in super::super) fn run(args: &CompletionsArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "gazette", &mut script);
    if context.out.is_json() {
        let shell = args.shell.to_string();
        let script = String::from_utf8_lossy(&script).into_owned();
        context
            .out
            .object("completions", &ScriptObject { shell, script })?;
        let summary = Summary {
            command: "completions",
        };
        context.out.object("summary", &summary)?;
        return Ok(Exit::Done);
    }
    context.out.raw().write_all(&script)?;
    Ok(Exit::Done)
}
