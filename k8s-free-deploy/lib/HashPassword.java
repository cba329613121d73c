import com.ibm.websphere.crypto.PasswordUtil;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Standard input's line as a salted hash that the server's user registry takes. By standard input: arguments show in process lists. */
class HashPassword {
    public static void main(String[] none) throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println(PasswordUtil.encode(in.readLine(), "hash"));
    }
}
