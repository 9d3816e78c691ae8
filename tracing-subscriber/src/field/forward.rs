//! The methods of visitors that wrap another one, written once.

/// Forwards the typed methods of `Visit` to the visitor that `$inner` gives. `record_debug` is left to the wrapper, and so
/// is `record_error`, whose default is to show the error itself without its sources.
macro_rules! forward_typed {
    (|$this:ident| $inner:expr) => {
        $crate::field::forward::forward_typed!(|$this| $inner, except str);

        fn record_str(&mut self, field: &Field, value: &str) {
            let $this = self;
            $inner.record_str(field, value);
        }
    };
    (|$this:ident| $inner:expr, except str) => {
        $crate::field::forward::forward_typed!(@ |$this| $inner;
            record_f64(f64), record_i64(i64), record_u64(u64), record_i128(i128), record_u128(u128), record_bool(bool),
            record_bytes(&[u8]));
    };
    (@ |$this:ident| $inner:expr; $($method:ident($type:ty)),*) => {$(
        fn $method(&mut self, field: &Field, value: $type) {
            let $this = self;
            $inner.$method(field, value);
        }
    )*};
}

/// Forwards what a visitor gives in the end.
macro_rules! forward_output {
    ($wrapper:ident<V>, |$this:ident| $inner:expr) => {
        impl<V, Out> VisitOutput<Out> for $wrapper<V>
        where
            V: VisitOutput<Out>,
        {
            fn finish(self) -> Out {
                let $this = self;
                $inner.finish()
            }
        }

        impl<V: VisitFmt> VisitFmt for $wrapper<V> {
            fn writer(&mut self) -> &mut dyn fmt::Write {
                let $this = self;
                $inner.writer()
            }
        }

        #[cfg(feature = "std")]
        impl<V: super::VisitWrite> super::VisitWrite for $wrapper<V> {
            fn writer(&mut self) -> &mut dyn std::io::Write {
                let $this = self;
                $inner.writer()
            }
        }
    };
}

pub(super) use {forward_output, forward_typed};
