//! Where a process's diagnostics go: to standard error, and to an OpenTelemetry backend if `OTEL_EXPORTER_OTLP_ENDPOINT`
//! names one. Set up once by each role.

use std::env;
use std::io::{self, IsTerminal as _};

use opentelemetry::global;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::prelude::*;
use tracing_subscriber::{EnvFilter, Registry, fmt, reload};

use crate::Failure;

/// Keeps the export going, and changes the filter. Finish it, or the last spans stay behind.
pub(crate) struct Telemetry {
    filter: reload::Handle<EnvFilter, Registry>,
    exporter: Option<SdkTracerProvider>,
}

impl Telemetry {
    /// Sets up the whole process, under this name.
    pub(crate) fn init(service: &'static str) -> Result<Telemetry, Failure> {
        global::set_text_map_propagator(TraceContextPropagator::new());
        let filter = EnvFilter::builder().with_default_directive(LevelFilter::INFO.into()).from_env()?;
        let (filter, handle) = reload::Layer::new(filter);
        let exporter = match env::var_os("OTEL_EXPORTER_OTLP_ENDPOINT") {
            Some(_) => Some(exporter(service)?),
            None => None,
        };
        let export =
            exporter.as_ref().map(|exporter| tracing_opentelemetry::layer().with_tracer(exporter.tracer(service)));
        let write = fmt::layer().with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
        tracing_subscriber::registry().with(filter).with(export).with(write).try_init()?;
        Ok(Telemetry { filter: handle, exporter })
    }

    /// The means to change the filter while the process runs.
    pub(crate) fn filter(&self) -> reload::Handle<EnvFilter, Registry> {
        self.filter.clone()
    }

    /// Sends what is left.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        if let Some(exporter) = self.exporter {
            exporter.shutdown()?;
        }
        Ok(())
    }
}

fn exporter(service: &'static str) -> Result<SdkTracerProvider, Failure> {
    let exporter = SpanExporter::builder().with_tonic().build()?;
    let resource = Resource::builder().with_service_name(service).build();
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build())
}
