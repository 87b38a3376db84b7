//! `gazette completions`: what a shell needs to complete commands and options.
use super::super::args::Cli;
use super::super::{Context, Exit, Failure};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Print the completion script of a shell
#[derive(Debug, Args)]
pub(in super::super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(in super::super) fn run(args: &CompletionsArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "gazette", &mut script);
    context.out.raw().write_all(&script)?;
    Ok(Exit::Done)
}
