package io.priok.control.command;

import java.util.List;

/** Names for services whose users gave none: a quality and a harbour. */
final class RandomNames {
    private static final List<String> QUALITIES = List.of(
            "amber", "brave", "calm", "deep", "early", "fair", "golden", "high", "inner", "jolly", "keen", "long",
            "mellow", "noble", "outer", "proud", "quiet", "rapid", "steady", "tidal", "upper", "vivid", "windy",
            "young");
    private static final List<String> HARBOURS = List.of(
            "antwerp",
            "busan",
            "colombo",
            "durban",
            "elbe",
            "fremantle",
            "genoa",
            "haifa",
            "izmir",
            "jeddah",
            "kobe",
            "lagos",
            "mombasa",
            "nagoya",
            "oslo",
            "piraeus",
            "qingdao",
            "rotterdam",
            "santos",
            "tema",
            "valparaiso");

    private RandomNames() {}

    /** @param id random characters, from which the name is drawn */
    static String from(String id) {
        int half = id.length() / 2;
        return pick(QUALITIES, id.substring(0, half)) + "_" + pick(HARBOURS, id.substring(half));
    }

    private static String pick(List<String> words, String chance) {
        return words.get(Math.floorMod(chance.hashCode(), words.size()));
    }
}
