import com.ibm.websphere.crypto.PasswordUtil;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Standard input's line as a salted hash for the server's user registry. Compiled when packing: an installed host has no compiler. */
final class HashPassword {
    private HashPassword() {}

    public static void main(String[] none) throws IOException, com.ibm.websphere.crypto.InvalidPasswordEncodingException,
            com.ibm.websphere.crypto.UnsupportedCryptoAlgorithmException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println(PasswordUtil.encode(in.readLine(), "hash"));
    }
}
