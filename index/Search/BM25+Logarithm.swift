extension BM25 {
    /// Natural logarithm, equal bit for bit on every machine, unlike that of the system's library.
    ///
    /// Splits x into 2ᵉ · m with m in √½...√2 and sums ln m = 2 · artanh((m − 1) / (m + 1)) as a series; the error
    /// is a few units in the last place.
    ///
    /// - Parameter x: finite and above 0.
    static func logarithm(_ x: Double) -> Double {
        precondition(x > 0 && x.isFinite, "no logarithm of \(x)")
        var (exponent, mantissa) = (Double(x.exponent), x.significand)
        if mantissa > 1.4142135623730951 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        // |ratio| ≤ 0.1716, so the term of degree 23 is below 2⁻⁶²; small terms are summed first.
        var sum = 0.0
        for degree in stride(from: 23.0, through: 1.0, by: -2.0) {
            sum = sum * square
            sum = sum + 1 / degree
        }
        return exponent * 0.6931471805599453 + 2 * ratio * sum
    }

    /// 1 − e⁻ˣ, equal bit for bit on every machine, with an error of some units in the last place.
    ///
    /// Halves x until it is at most ¼, sums the series there, and doubles again: m(2x) = m(x) · (2 − m(x)).
    ///
    /// - Parameter x: at least 0.
    static func complementOfExponential(_ x: Double) -> Double {
        precondition(x >= 0, "no such share for \(x)")
        // e⁻⁴⁰ is below half a unit in the last place of 1.
        if x >= 40 { return 1 }
        var (small, doublings) = (x, 0)
        while small > 0.25 {
            small /= 2
            doublings += 1
        }
        // ¼¹³ / 13! is below 2⁻⁵⁸ of the sum; small terms are summed first.
        var sum = 0.0
        for degree in stride(from: 13.0, through: 1.0, by: -1.0) {
            sum = (1 - sum) * small / degree
        }
        for _ in 0..<doublings { sum = sum * (2 - sum) }
        return sum
    }
}
