package io.priok.front;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Encodes responses, knowing that one to HEAD has no body whatever its headers say. */
final class ResponseEncoder extends HttpResponseEncoder {
    private boolean head;

    /** Tells whether the coming response answers a HEAD request. */
    void answering(boolean headRequest) {
        head = headRequest;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return head || super.isContentAlwaysEmpty(response);
    }
}
