//! `naqi completions` and `naqi man`.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::Args;

/// What a shell reads to complete the options.
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "naqi", &mut script);
    script
}

/// The manual page of the command, or of a subcommand.
///
/// # Errors
///
/// When there is no such subcommand.
pub fn man(name: Option<&str>) -> Result<Vec<u8>> {
    let mut all = pages();
    let page = match name {
        None => all.swap_remove(0),
        Some(name) => {
            let wanted = format!("naqi-{name}");
            let page = all.into_iter().find(|page| page.get_name() == wanted);
            page.with_context(|| format!("there is no subcommand `{name}`"))?
        }
    };
    render(page)
}

/// Writes all the pages into a folder.
///
/// # Errors
///
/// When they cannot be written.
pub fn man_all(folder: &Path) -> Result<()> {
    let cannot = || format!("{}: cannot write", folder.display());
    fs::create_dir_all(folder).with_context(cannot)?;
    for page in pages() {
        let file = folder.join(format!("{}.1", page.get_name()));
        fs::write(file, render(page)?).with_context(cannot)?;
    }
    Ok(())
}

/// The command itself, then each subcommand under the name of its page.
fn pages() -> Vec<Command> {
    let mut whole = Args::command();
    whole.build();
    let mut pages = vec![Args::command()];
    for command in whole.get_subcommands().filter(|command| command.get_name() != "help") {
        let name: &'static str = Box::leak(format!("naqi-{}", command.get_name()).into_boxed_str());
        pages.push(command.clone().name(name).display_name(name));
    }
    pages
}

fn render(page: Command) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    Man::new(page).render(&mut text).context("cannot make the page")?;
    Ok(text)
}
