//! Tests of the whole: modules are named by behaviour.

mod evaluate;
