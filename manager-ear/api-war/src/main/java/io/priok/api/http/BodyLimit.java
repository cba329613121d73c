package io.priok.api.http;

import static io.priok.domain.Refusal.Kind.INVALID_ARGUMENT;

import io.priok.domain.Refusal;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends the reading of a body that is too large, before it fills the memory. */
@Provider
public class BodyLimit implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (request.hasEntity()) {
            request.setEntityStream(new Limited(request.getEntityStream()));
        }
    }

    private static final class Limited extends FilterInputStream {
        private long left = Body.LARGEST;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return counted(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            return counted(read, read);
        }

        private int counted(int result, int bytes) {
            if (result >= 0) {
                left -= bytes;
            }
            if (left < 0) {
                throw Refusal.plain(INVALID_ARGUMENT, "http: request body too large");
            }
            return result;
        }
    }
}
