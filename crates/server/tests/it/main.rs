//! Tests of the executable and its faces.

mod http;
