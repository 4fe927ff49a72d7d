//! Pages as an annotator sees them: data in, lines out.
