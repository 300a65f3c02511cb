import Shell

@main
enum Refit {
    static func main() {
        print(Terminal.isInteractive)
    }
}
