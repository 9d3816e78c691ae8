//! Both ways between `log` and `tracing`.
