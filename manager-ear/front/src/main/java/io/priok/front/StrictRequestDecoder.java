package io.priok.front;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Decodes one request and refuses what a lenient decoder would mend: two lengths, or a length beside chunks. */
final class StrictRequestDecoder extends HttpRequestDecoder {
    /** Largest piece of a body that is passed on at once, in bytes. */
    static final int CHUNK = 64 << 10;

    StrictRequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(HeadWatch.LIMIT)
                .setMaxHeaderSize(HeadWatch.LIMIT)
                .setMaxChunkSize(CHUNK)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
