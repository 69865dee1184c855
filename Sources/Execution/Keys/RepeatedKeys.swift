import Columnar

/// Tells whether the keys of one set of groups come again in later ones, from a sample: the keys whose hashes end in
/// eight zero bits.
struct RepeatedKeys {
    private var seen: Set<UInt64> = []

    /// Every how many keys one is looked at.
    private static let every: UInt64 = 256

    /// The share, 0...1, of some distinct keys that were given before; they count as given from now on. O(count).
    mutating func share(among keys: [Column], shape: KeyShape, count: Int) -> Double {
        let hashes = KeyHash.hashes(KeyEncoding.encode(keys, shape: shape, count: count), count: count)
        let hash = hashes.typed(UInt64.self)
        var (sampled, again) = (0, 0)
        for row in 0..<count where hash[row] % RepeatedKeys.every == 0 {
            sampled += 1
            if !seen.insert(hash[row]).inserted { again += 1 }
        }
        return sampled == 0 ? 0 : Double(again) / Double(sampled)
    }
}
