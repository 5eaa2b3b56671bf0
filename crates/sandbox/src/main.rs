//! The sandbox as a program: starts one, prints where it is in one line of JSON, and runs until Ctrl-C, or until its
//! parent closes standard input. Everything it does is in the library.

use std::io::Write as _;
use std::process::ExitCode;

use gatewright_sandbox::{Identity, Options, Sandbox, SignInPage, WorldKind};

const USAGE: &str =
    "gatewright-sandbox [--port N] [--world demo|empty] [--token T] [--seed N] [--speed X] [--state-file F] \
[--many N]\n\
[--identity owner|limited|admin] [--token-lifetime SECONDS] [--sign-in-page shown|passed|refused] \
[--standard-plan] [--service-principal] [--worlds-per-token] [--until-stdin-closes]

  --port N               port on 127.0.0.1; 0 (the default) takes a free one
  --world demo|empty     what is inside at first (demo)
  --token T              bearer token; a random one otherwise
  --seed N               decides traffic draws, answers and pace (7)
  --speed X              10 makes every simulated wait ten times shorter (1)
  --state-file F         keep the world in this file between starts
  --many N               add N generated endpoints
  --identity WHO         who the token signs in: owner (the default), limited (lacks rights) or admin
  --token-lifetime SECONDS
                         how long OAuth access tokens are good (3600)
  --sign-in-page WHAT    what browsers meet: shown (a page, the default), passed (sent back signed in) or refused
  --standard-plan        a workspace without the Premium plan: scopes can only be given to all users
  --service-principal    print the id and secret of the demo service principal too
  --worlds-per-token     TOKEN-anything opens an isolated world of its own
  --until-stdin-closes   stop when standard input ends";

struct Asked {
    options: Options,
    until_stdin_closes: bool,
    service_principal: bool,
}

fn read_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut asked =
        Asked { options: Options::default(), until_stdin_closes: false, service_principal: false };
    while let Some(name) = arguments.next() {
        let options = &mut asked.options;
        match name.as_str() {
            "--until-stdin-closes" => {
                asked.until_stdin_closes = true;
                continue;
            }
            "--worlds-per-token" => {
                options.one_world_per_token = true;
                continue;
            }
            "--service-principal" => {
                asked.service_principal = true;
                continue;
            }
            "--standard-plan" => {
                options.standard_plan = true;
                continue;
            }
            "--port" | "--world" | "--token" | "--seed" | "--speed" | "--state-file" | "--many"
            | "--identity" | "--token-lifetime" | "--sign-in-page" => {}
            other => return Err(format!("The option {other} is not known.\n\n{USAGE}")),
        }
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value.\n\n{USAGE}"))?;
        let wrong = || format!("{name} does not take the value '{value}'.\n\n{USAGE}");
        match name.as_str() {
            "--port" => options.port = value.parse().map_err(|_| wrong())?,
            "--seed" => options.seed = value.parse().map_err(|_| wrong())?,
            "--many" => options.many = value.parse().map_err(|_| wrong())?,
            "--speed" => {
                options.speed = value.parse().ok().filter(|speed: &f64| *speed > 0.0).ok_or_else(wrong)?;
            }
            "--token-lifetime" => options.token_lifetime = value.parse().map_err(|_| wrong())?,
            "--identity" => {
                options.identity = match value.as_str() {
                    "owner" => Identity::Owner,
                    "limited" => Identity::Limited,
                    "admin" => Identity::Admin,
                    _ => return Err(wrong()),
                };
            }
            "--sign-in-page" => {
                options.sign_in_page = match value.as_str() {
                    "shown" => SignInPage::Shown,
                    "passed" => SignInPage::Passed,
                    "refused" => SignInPage::Refused,
                    _ => return Err(wrong()),
                };
            }
            "--token" => options.token = Some(value).filter(|token| !token.is_empty()),
            "--state-file" => options.state_file = Some(value.into()),
            _ => {
                options.world = match value.as_str() {
                    "demo" => WorldKind::Demo,
                    "empty" => WorldKind::Empty,
                    _ => return Err(wrong()),
                };
            }
        }
    }
    Ok(asked)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|one| one == "--help" || one == "-h") {
        let _shown = writeln!(std::io::stdout(), "{USAGE}");
        return ExitCode::SUCCESS;
    }
    let outcome = read_arguments(arguments.into_iter()).and_then(|asked| {
        tokio::runtime::Runtime::new()
            .map_err(|error| format!("The sandbox could not start its threads: {error}."))
            .and_then(|runtime| runtime.block_on(run(asked)))
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(says) => {
            let _shown = writeln!(std::io::stderr(), "{says}");
            ExitCode::FAILURE
        }
    }
}

async fn run(asked: Asked) -> Result<(), String> {
    let service_principal = asked.service_principal;
    let running = Sandbox::start(asked.options).await.map_err(|error| error.to_string())?;
    if let Some(aside) = running.damaged_state_file() {
        let _told = writeln!(
            std::io::stderr(),
            "The state file could not be understood. It was kept as {} and the sandbox started fresh.",
            aside.display()
        );
    }
    let mut ready =
        serde_json::json!({"host": running.host(), "token": running.token(), "pid": std::process::id()});
    if service_principal {
        let principal = running.service_principal();
        ready["client_id"] = principal.client_id.into();
        ready["client_secret"] = principal.client_secret.into();
    }
    // A closed standard output means that nobody waits for the line.
    let _told = writeln!(std::io::stdout(), "{ready}").and_then(|()| std::io::stdout().flush());
    if asked.until_stdin_closes {
        tokio::select! {
            _interrupted = tokio::signal::ctrl_c() => {}
            () = stdin_closed() => {}
        }
    } else {
        tokio::signal::ctrl_c().await.map_err(|error| format!("Ctrl-C cannot be watched here: {error}."))?;
    }
    running.shutdown().await;
    Ok(())
}

/// A thread of its own: a blocking read would keep the runtime from ending.
async fn stdin_closed() {
    let (closed, when_closed) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _end = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _told = closed.send(());
    });
    // Err cannot happen: the thread sends before it ends.
    let _seen = when_closed.await;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Asked, String> {
        read_arguments(arguments.iter().map(|one| (*one).to_owned()))
    }

    #[test]
    fn all_options_are_understood() {
        let asked = read(&[
            "--port",
            "0",
            "--world",
            "empty",
            "--token",
            "t",
            "--seed",
            "3",
            "--speed",
            "20",
            "--many",
            "5",
            "--worlds-per-token",
            "--until-stdin-closes",
            "--state-file",
            "x.json",
        ])
        .unwrap();
        assert_eq!((asked.options.world, asked.options.seed, asked.options.many), (WorldKind::Empty, 3, 5));
        assert!(asked.until_stdin_closes && asked.options.one_world_per_token);
    }

    #[test]
    fn who_is_signed_in_and_how_can_be_asked_for() {
        let line = "--identity limited --token-lifetime 5 --sign-in-page refused --standard-plan --service-principal";
        let asked = read(&line.split(' ').collect::<Vec<_>>()).unwrap();
        let options = &asked.options;
        assert_eq!((options.identity, options.token_lifetime), (Identity::Limited, 5));
        assert_eq!(options.sign_in_page, SignInPage::Refused);
        assert!(options.standard_plan && asked.service_principal);
        for wrong in [["--identity", "nobody"], ["--token-lifetime", "-1"], ["--sign-in-page", "page"]] {
            assert!(read(&wrong).err().unwrap().contains(wrong[0]));
        }
    }

    #[test]
    fn wrong_options_are_named() {
        for wrong in
            [&["--prot", "1"][..], &["--port", "x"], &["--speed", "0"], &["--world", "full"], &["--seed"]]
        {
            assert!(read(wrong).err().unwrap().contains(wrong[0]));
        }
    }
}
