//! Programs, run as a user runs them.

mod program;

mod filters;
mod survey_input;
mod survey_logs;
mod survey_output;
mod survey_report;
