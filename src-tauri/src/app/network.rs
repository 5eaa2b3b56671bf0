//! How connections leave this computer: the proxy of the settings and the extra certificate file. The file is read each
//! time a connection is made, so that a renewed one counts; what is wrong with it is said in a sentence.

use std::path::Path;

use super::App;
use super::settings;
use crate::explain::{NextStep, NextStepKind};
use crate::ipc::failure::Failure;

/// A company's list of authorities has a few hundred kilobytes at most.
const LONGEST_FILE: u64 = 4 * 1024 * 1024;

/// What a client is built with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Network {
    /// `http://host:port`; none means what the system says.
    pub(crate) proxy: Option<String>,
    /// The extra certificates, PEM.
    pub(crate) roots: Option<Vec<u8>>,
    /// Where they were read from.
    pub(crate) file: Option<String>,
}

impl App {
    /// The proxy and the certificates for the next connection.
    ///
    /// # Errors
    /// When the certificate file of the settings cannot be used: going on without it would end in a failure that says less.
    pub(crate) async fn network(&self) -> Result<Network, Failure> {
        let kept = settings::read(&self.store).await?;
        let Some(file) = kept.ca_file else {
            return Ok(Network { proxy: kept.proxy, roots: None, file: None });
        };
        match read_certificates(file.clone()).await {
            Ok(pem) => Ok(Network { proxy: kept.proxy, roots: Some(pem), file: Some(file) }),
            Err(problem) => Err(unusable(&problem, &file)),
        }
    }
}

fn unusable(problem: &str, file: &str) -> Failure {
    let mut failure = Failure::here(
        "The extra certificate file cannot be used",
        &format!("{problem} No connection is made without it, because the settings ask for it."),
        file,
    );
    if let Failure::Refused { explanation } = &mut failure {
        explanation.next =
            NextStep { kind: NextStepKind::OpenSettings, label: "Open the settings".to_owned() };
    }
    failure
}

/// Reads the file off the async threads: it may lie on a network drive.
pub(crate) async fn read_certificates(file: String) -> Result<Vec<u8>, String> {
    tokio::task::spawn_blocking(move || certificates(Path::new(&file)))
        .await
        .unwrap_or_else(|_| Err("Reading the file was interrupted.".to_owned()))
}

/// The file's PEM, or why it cannot be used.
pub(crate) fn certificates(file: &Path) -> Result<Vec<u8>, String> {
    if !file.is_absolute() {
        return Err("Give the whole path of the file, from the root of the disk.".to_owned());
    }
    let about = match std::fs::metadata(file) {
        Ok(about) => about,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err("There is no file at this path.".to_owned());
        }
        Err(error) => return Err(format!("The file cannot be read ({error}).")),
    };
    if about.is_dir() {
        return Err("This is a folder; a file with certificates is needed.".to_owned());
    }
    if about.len() == 0 {
        return Err("The file is empty.".to_owned());
    }
    if about.len() > LONGEST_FILE {
        return Err("The file is larger than 4 MB, so it is not a file of certificates.".to_owned());
    }
    let pem = std::fs::read(file).map_err(|error| format!("The file cannot be read ({error})."))?;
    match gatewright_databricks::probe::certificates_in(&pem) {
        Ok(0) => Err(
            "The file holds no certificate in PEM form: it has no part that starts with -----BEGIN CERTIFICATE-----."
                .to_owned(),
        ),
        Ok(_) => Ok(pem),
        Err(why) => Err(format!("A certificate in the file cannot be read: {why}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::certificates;

    #[test]
    fn what_is_wrong_with_a_certificate_file_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str, content: &[u8]| {
            let file = folder.path().join(name);
            std::fs::write(&file, content).unwrap();
            certificates(&file).unwrap_err()
        };
        assert!(of("empty.pem", b"").contains("empty"));
        assert!(of("binary.der", &[0x30, 0x82, 0x01, 0x02]).contains("PEM form"));
        assert!(
            of("key.pem", b"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n")
                .contains("no certificate")
        );
        assert!(
            of("scrap.pem", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
                .contains("cannot be read")
        );
        assert!(certificates(folder.path()).unwrap_err().contains("folder"));
        assert!(certificates(&folder.path().join("none.pem")).unwrap_err().contains("no file"));
        assert!(certificates("ca.pem".as_ref()).unwrap_err().contains("whole path"));
    }
}
