pub mod passages;
