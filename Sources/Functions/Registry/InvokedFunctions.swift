/// Functions that Spark computes by calling a method by reflection, and whose results it therefore declares nullable
/// whatever their arguments are.
enum InvokedFunctions {
    static let names: Set<String> = [
        "aes_decrypt", "aes_encrypt", "encode", "is_valid_utf8", "jaro_winkler_similarity", "luhn_check",
        "make_valid_utf8", "map_contains_key", "mask", "quote", "right", "sentences", "to_char", "to_csv", "to_json",
        "to_xml", "url_decode", "url_encode", "validate_utf8",
    ]
}
