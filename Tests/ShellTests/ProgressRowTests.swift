import Testing

import Shell

@Suite("ProgressRow")
struct ProgressRowTests {
    private let plain = Style(usesColor: false)

    private func row(done: Int, total: Int?, seconds: Double) -> ProgressRow {
        ProgressRow(title: "fit", done: done, total: total, unit: "documents", seconds: seconds)
    }

    @Test("shows share, amount, rate and time left")
    func everything() {
        let text = row(done: 15_000, total: 60_000, seconds: 2).render(columns: 100, style: plain)
        #expect(
            text == "fit  [#######-----------------------]  25%  15,000 of 60,000 documents  7,500/s  0:06 left")
    }

    @Test("shows amount and rate alone while the total is unknown")
    func unknownTotal() {
        let text = row(done: 1_234_567, total: nil, seconds: 10).render(columns: 100, style: plain)
        #expect(text == "fit  1,234,567 documents  123,457/s")
    }

    @Test("is never as wide as the terminal, which would wrap", arguments: [nil, 0, 60_000])
    func width(total: Int?) {
        for columns in 1...120 {
            let text = row(done: 15_000, total: total, seconds: 2).render(columns: columns, style: plain)
            #expect(text.count < max(2, columns))
        }
    }

    @Test("counts the rate from where this pass began")
    func rateOfPass() {
        var later = row(done: 3_000, total: 5_000, seconds: 4)
        later.first = 1_000
        #expect(later.rate == 500)
        #expect(later.secondsLeft == 4)
    }

    @Test(
        "shows a slow rate in a longer time",
        arguments: [(15_000, 2.0, " 7,500/s "), (2, 4.0, " 30/min "), (3, 10_800.0, " 1/h "), (1, 18_000.0, " 0/h ")])
    func slowRate(done: Int, seconds: Double, rate: String) {
        #expect(row(done: done, total: 60_000, seconds: seconds).render(columns: 100, style: plain).contains(rate))
    }

    @Test("shows hours where there are any")
    func hours() {
        #expect(row(done: 1, total: 3_724, seconds: 1).render(columns: 80, style: plain).hasSuffix("1:02:03 left"))
    }

    @Test("promises no end before anything is done")
    func nothingDone() {
        #expect(row(done: 0, total: 10, seconds: 1).secondsLeft == nil)
        #expect(!row(done: 0, total: 10, seconds: 0).render(columns: 80, style: plain).contains("left"))
    }

    @Test("paints the bar only where colour is wanted")
    func colour() {
        let painted = row(done: 30, total: 60, seconds: 1).render(columns: 80, style: Style(usesColor: true))
        #expect(painted.contains("\u{1B}[32m"))
        #expect(!row(done: 30, total: 60, seconds: 1).render(columns: 80, style: plain).contains("\u{1B}"))
    }
}
