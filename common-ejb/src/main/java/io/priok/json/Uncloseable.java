package io.priok.json;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Keeps the generator from closing a writer that is not its own. */
final class Uncloseable extends FilterWriter {
    Uncloseable(Writer out) {
        super(out);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
