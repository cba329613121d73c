package io.priok.log.ratis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;

/**
 * Forces the directory that holds the vote before the vote is answered.
 *
 * <p>Ratis writes term and vote to a new file, forces that and renames it, but leaves the rename itself to the file
 * system. A power failure right after could bring the old vote back, and this member could vote twice in one term. The
 * candidate's own vote is forced when it is elected, before it writes, see {@link RatisStateMachine#notifyLeaderChanged}: that a
 * leader forces its first entry, and the vote with it, before it counts itself is too late, since a follower may have the entry
 * by then.
 */
final class VoteSync implements GrpcServices.Customizer, ServerInterceptor {
    private static final String REQUEST_VOTE = "/requestVote";

    private final Path current;

    VoteSync(Path storage) {
        this.current = storage.resolve("current");
    }

    @Override
    public NettyServerBuilder customize(NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
        return types.contains(GrpcServices.Type.SERVER) ? builder.intercept(this) : builder;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        boolean vote = call.getMethodDescriptor().getFullMethodName().endsWith(REQUEST_VOTE);
        return next.startCall(vote ? new SyncedVote<>(call) : call, headers);
    }

    private final class SyncedVote<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private SyncedVote(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public void sendMessage(A message) {
            try {
                Disk.force(current);
            } catch (IOException e) {
                throw Status.INTERNAL
                        .withDescription("the vote could not be forced to disk")
                        .withCause(e)
                        .asRuntimeException();
            }
            super.sendMessage(message);
        }
    }
}
