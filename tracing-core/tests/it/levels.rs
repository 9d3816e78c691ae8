//! Levels, filters, and how they compare and are read.

use tracing_core::{Level, LevelFilter};

const LEVELS: [Level; 5] = [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE];
const FILTERS: [LevelFilter; 6] = [
    LevelFilter::OFF,
    LevelFilter::ERROR,
    LevelFilter::WARN,
    LevelFilter::INFO,
    LevelFilter::DEBUG,
    LevelFilter::TRACE,
];

#[test]
fn a_filter_lets_its_own_level_and_less_verbose_ones_pass() {
    for (place, filter) in FILTERS.iter().enumerate() {
        for (rank, level) in LEVELS.iter().enumerate() {
            assert_eq!(level <= filter, rank < place, "{level} under {filter}");
            assert_eq!(filter >= level, rank < place);
            assert_eq!(level == filter, rank + 1 == place);
        }
    }
    assert!(FILTERS.is_sorted() && LEVELS.is_sorted());
}

#[test]
fn levels_are_read_by_name_in_any_case_and_by_number() {
    for (text, level) in [("error", 0), ("WARN", 1), ("Info", 2), ("4", 3), ("+5", 4)] {
        assert_eq!(text.parse::<Level>().unwrap(), LEVELS[level]);
    }
    for text in ["", "0", "6", "off", "trace ", "warning"] {
        let error = text.parse::<Level>().unwrap_err().to_string();
        assert!(error.contains("expected one of") && error.contains("1-5"), "{error}");
    }
}

#[test]
fn filters_are_read_by_name_in_any_case_and_by_number() {
    for (text, filter) in [("off", 0), ("OFF", 0), ("0", 0), ("", 1), ("error", 1), ("wArN", 2), ("5", 5)] {
        assert_eq!(text.parse::<LevelFilter>().unwrap(), FILTERS[filter], "{text:?}");
    }
    for text in ["6", "-1", "none", " info"] {
        assert!(text.parse::<LevelFilter>().is_err(), "{text:?}");
    }
}

#[test]
fn levels_and_filters_are_shown_padded() {
    assert_eq!(format!("[{:>5}] [{:<7}]", Level::INFO, Level::ERROR), "[ INFO] [ERROR  ]");
    assert_eq!(format!("{:?} {:?}", Level::WARN, LevelFilter::OFF), "Level(Warn) LevelFilter::OFF");
    assert_eq!(format!("[{:>6}] [{}]", LevelFilter::DEBUG, LevelFilter::OFF), "[ debug] [off]");
}
