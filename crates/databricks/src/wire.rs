//! How wire values are read: numbers and booleans that may come as strings, keys that may be missing, enum values that are
//! newer than this crate (reference §0, rules 9 and 10). Used by every wire type; knows none of them.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// Fields a type does not name. They are kept when reading and written back, so that features newer than this crate survive.
pub type Extra = Map<String, Value>;

/// Declares an enum of wire strings that keeps values it does not know in `Other`.
macro_rules! wire_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$vmeta])* $variant,)+
            /// A value this crate does not know, exactly as received.
            Other(String),
        }

        impl $name {
            /// The values this crate knows, in the order of the API reference.
            pub const KNOWN: &'static [$name] = &[$($name::$variant),+];

            /// The wire text.
            pub fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $text,)+
                    $name::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => $name::$variant,)+
                    other => $name::Other(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = $crate::wire::text(deserializer)?.unwrap_or_default();
                Ok(Self::from(text.as_str()))
            }
        }
    };
}
pub(crate) use wire_enum;

/// What a lenient scalar may look like on the wire.
enum Scalar {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar")
    }
    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Null)
    }
    fn visit_none<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
        Ok(Scalar::Int(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
        Ok(i64::try_from(value).map_or(Scalar::Float(value as f64), Scalar::Int))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Scalar, E> {
        Ok(Scalar::Float(value))
    }
    fn visit_str<E>(self, value: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(value.to_owned()))
    }
    fn visit_string<E>(self, value: String) -> Result<Scalar, E> {
        Ok(Scalar::Text(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Null)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Null)
    }
}

/// Reads text; numbers and booleans become their text, `null` and anything else `None`.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match deserializer.deserialize_any(ScalarVisitor)? {
        Scalar::Null => None,
        Scalar::Bool(value) => Some(value.to_string()),
        Scalar::Int(value) => Some(value.to_string()),
        Scalar::Float(value) => Some(value.to_string()),
        Scalar::Text(value) => Some(value),
    })
}

/// Reads text, with `null` and unusable values as the empty string.
pub(crate) fn text_or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(text(deserializer)?.unwrap_or_default())
}

/// Reads a whole number that may be a string or a float; what is no number becomes `None`.
pub(crate) fn int<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(match deserializer.deserialize_any(ScalarVisitor)? {
        Scalar::Int(value) => Some(value),
        Scalar::Float(value) => whole(value),
        Scalar::Text(value) => {
            let value = value.trim();
            value.parse().ok().or_else(|| value.parse::<f64>().ok().and_then(whole))
        }
        Scalar::Null | Scalar::Bool(_) => None,
    })
}

fn whole(value: f64) -> Option<i64> {
    (value.is_finite() && value.abs() < 9.0e18).then_some(value as i64)
}

/// Reads a boolean that may be the string `"true"` or `"false"`; what is neither becomes `None`.
pub(crate) fn boolean<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match deserializer.deserialize_any(ScalarVisitor)? {
        Scalar::Bool(value) => Some(value),
        Scalar::Text(value) if value.eq_ignore_ascii_case("true") => Some(true),
        Scalar::Text(value) if value.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    })
}

/// Reads a value of any form and keeps nothing of it.
pub(crate) fn passed_over<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    IgnoredAny::deserialize(deserializer).map(drop)
}

/// Reads a list whose key may be missing or `null`.
pub(crate) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}

/// From so many items on, reading a list is shared out among the processors.
const WORTH_SHARING: usize = 512;

/// Reads a list like [`list`], a long one on several processors at once: most of the time an endpoint takes goes into the
/// fields nobody knows yet, and ten thousand of them are a wait that a person notices. Only for JSON that is read as text.
pub(crate) fn long_list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Send,
{
    let items = Option::<Vec<Box<RawValue>>>::deserialize(deserializer)?.unwrap_or_default();
    let read = |items: &[Box<RawValue>]| -> serde_json::Result<Vec<T>> {
        items.iter().map(|item| serde_json::from_str(item.get())).collect()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    if threads == 1 || items.len() < WORTH_SHARING {
        return read(&items).map_err(D::Error::custom);
    }
    let read = &read;
    let mut parts = items.chunks(items.len().div_ceil(threads));
    let own = parts.next().unwrap_or_default();
    std::thread::scope(|scope| {
        let others: Vec<_> = parts.map(|part| scope.spawn(move || read(part))).collect();
        let mut all = read(own).map_err(D::Error::custom)?;
        for other in others {
            let part = other.join().map_err(|_| D::Error::custom("a part of the list could not be read"))?;
            all.extend(part.map_err(D::Error::custom)?);
        }
        Ok(all)
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use crate::serving::Ready;

    #[derive(Debug, Deserialize)]
    struct Row {
        #[serde(default, deserialize_with = "super::int")]
        n: Option<i64>,
        #[serde(default, deserialize_with = "super::boolean")]
        b: Option<bool>,
        #[serde(default, deserialize_with = "super::text")]
        s: Option<String>,
        #[serde(default, deserialize_with = "super::list")]
        l: Vec<Ready>,
    }

    #[test]
    fn numbers_and_booleans_may_come_as_strings() {
        let row: Row =
            serde_json::from_str(r#"{"n":"100","b":"false","s":7,"l":["READY","VIOLET",null]}"#).unwrap();
        assert_eq!((row.n, row.b, row.s.as_deref()), (Some(100), Some(false), Some("7")));
        assert_eq!(row.l, [Ready::Ready, Ready::Other("VIOLET".into()), Ready::Other(String::new())]);
    }

    #[derive(Debug, Deserialize)]
    struct Long {
        #[serde(default, deserialize_with = "super::long_list")]
        rows: Vec<Row>,
    }

    #[test]
    fn a_long_list_keeps_its_order_and_a_wrong_item_is_an_error_wherever_it_stands() {
        let items = |count: usize| (0..count).map(|n| format!(r#"{{"n":{n}}}"#)).collect::<Vec<_>>();
        for count in [0, 1, 511, 512, 513, 3_001] {
            let list: Long =
                serde_json::from_str(&format!(r#"{{"rows":[{}]}}"#, items(count).join(","))).unwrap();
            let read: Vec<_> = list.rows.iter().filter_map(|row| row.n).collect();
            assert_eq!(read, (0..i64::try_from(count).unwrap()).collect::<Vec<_>>());
        }
        for wrong in [0, 700, 1_499] {
            let mut items = items(1_500);
            items[wrong] = "7".to_owned();
            assert!(serde_json::from_str::<Long>(&format!(r#"{{"rows":[{}]}}"#, items.join(","))).is_err());
        }
        assert!(serde_json::from_str::<Long>(r#"{"rows":null}"#).unwrap().rows.is_empty());
    }

    #[test]
    fn missing_null_and_odd_values_are_not_an_error() {
        for body in [r#"{}"#, r#"{"n":null,"b":null,"s":null,"l":null}"#, r#"{"n":[1],"b":{"x":1},"s":{}}"#] {
            let row: Row = serde_json::from_str(body).unwrap();
            assert_eq!((row.n, row.b, row.s, row.l.len()), (None, None, None, 0), "{body}");
        }
    }
}
