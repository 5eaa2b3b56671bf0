//! The picture on the virtual display, read from the file in which Xvfb keeps it: an XWD dump that is always current, so
//! that looking costs one read and disturbs nobody.

use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// Every third row is enough to see text and halves nothing that matters.
const EVERY: usize = 3;

pub(super) struct Screen {
    file: std::fs::File,
    start: u64,
    row_bytes: usize,
    rows: usize,
}

/// Some rows of the picture as they are in the file, four bytes a pixel: looking every few milliseconds leaves no time to
/// turn them into anything.
#[derive(Clone)]
pub(super) struct Picture {
    bytes: Vec<u8>,
    /// Pixels a row.
    width: usize,
}

impl Screen {
    pub(super) fn open(folder: &Path) -> std::io::Result<Self> {
        let mut file = std::fs::File::open(folder.join("Xvfb_screen0"))?;
        let mut head = [0; 100];
        file.read_exact(&mut head)?;
        let field = |number: usize| {
            let bytes = head.get(number * 4..number * 4 + 4).and_then(|bytes| bytes.try_into().ok());
            u32::from_be_bytes(bytes.unwrap_or_default())
        };
        // XWDFile.h: 0 size of the head, 5 rows, 11 bits a pixel, 12 bytes a row, 19 colours of 12 bytes each.
        if field(11) != 32 {
            return Err(std::io::Error::other("the virtual display has not four bytes a pixel"));
        }
        let start = u64::from(field(0)) + u64::from(field(19)) * 12;
        Ok(Self { file, start, row_bytes: field(12) as usize, rows: field(5) as usize })
    }

    pub(super) fn look(&mut self) -> std::io::Result<Picture> {
        let rows = self.rows.div_ceil(EVERY);
        let mut bytes = vec![0; rows * self.row_bytes];
        for (number, row) in bytes.chunks_exact_mut(self.row_bytes).enumerate() {
            self.file.seek(SeekFrom::Start(self.start + (number * EVERY * self.row_bytes) as u64))?;
            self.file.read_exact(row)?;
        }
        Ok(Picture { bytes, width: self.row_bytes / 4 })
    }
}

impl Picture {
    /// The colour of a pixel, without the byte that fills up to four.
    fn pixel(&self, at: usize) -> Option<&[u8]> {
        self.bytes.get(at * 4..at * 4 + 3)
    }

    /// Whether more has changed than a caret that blinks.
    pub(super) fn differs_from(&self, other: &Self) -> bool {
        const CARET: usize = 64;
        // Rows that are the same, nearly all, are compared at once.
        let rows = self.bytes.chunks(self.width * 4).zip(other.bytes.chunks(self.width * 4));
        let changed =
            rows.filter(|(one, two)| one != two).flat_map(|(one, two)| one.chunks(4).zip(two.chunks(4)));
        changed.filter(|(one, two)| one != two).take(CARET + 1).count() > CARET
    }

    /// Whether there is anything but plain areas. A window is often there long before its page.
    pub(super) fn can_be_read(&self) -> bool {
        const A_FEW_WORDS: usize = 200;
        self.details().len() > A_FEW_WORDS
    }

    /// Pixels unlike their left neighbour: letters, lines and edges. Plain areas, which are painted before anything can be
    /// read, have none.
    fn details(&self) -> Vec<usize> {
        let unlike = |at: &usize| !at.is_multiple_of(self.width) && self.pixel(*at) != self.pixel(at - 1);
        (1..self.bytes.len() / 4).filter(unlike).collect()
    }

    /// How much of what can be read in `finished` is already here, from 0 to 1.
    pub(super) fn share_of(&self, finished: &Self) -> f64 {
        let details = finished.details();
        if !finished.can_be_read() || self.bytes.len() != finished.bytes.len() {
            return 0.0;
        }
        let same = |at: usize| self.pixel(at) == finished.pixel(at);
        details.iter().filter(|at| same(**at) && same(**at - 1)).count() as f64 / details.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(pixels: &[u32]) -> Picture {
        Picture { bytes: pixels.iter().flat_map(|pixel| pixel.to_le_bytes()).collect(), width: 4 }
    }

    #[test]
    fn a_plain_background_is_none_of_the_finished_picture() {
        let words = [1, 1, 9, 1].repeat(300);
        let finished = picture(&words);
        assert!(finished.can_be_read() && (finished.share_of(&finished) - 1.0).abs() < 1e-9);
        assert!(picture(&[1; 1_200]).share_of(&finished) < 0.01);
        let mut half = words.clone();
        half[..600].fill(1);
        assert!((picture(&half).share_of(&finished) - 0.5).abs() < 0.01);
        assert!(!picture(&[1, 1, 9, 1]).can_be_read(), "a caret is no page");
    }

    #[test]
    fn the_file_of_the_virtual_display_is_read() {
        let folder = std::env::temp_dir().join(format!("gatewright-xwd-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut fields = [0u32; 25];
        (fields[0], fields[5], fields[11], fields[12], fields[19]) = (100, 3, 32, 8, 1);
        let mut bytes: Vec<u8> = fields.iter().flat_map(|field| field.to_be_bytes()).collect();
        bytes.extend([0; 12]);
        bytes.extend([1, 2, 3, 0, 4, 5, 6, 0].repeat(3));
        std::fs::write(folder.join("Xvfb_screen0"), bytes).unwrap();
        let seen = Screen::open(&folder).unwrap().look().unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(seen.bytes, [1, 2, 3, 0, 4, 5, 6, 0]);
        assert_eq!(seen.width, 2);
    }
}
