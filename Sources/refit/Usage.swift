import Values

/// What refit says of itself.
enum Usage {
    /// The first line of a conversation.
    static let banner =
        "refit \(Version.current): a notebook for text classifiers that keep learning. help shows the way."

    /// What `refit --help` prints.
    static let text = """
        refit: a notebook for text classifiers that keep learning

        USAGE
          refit                      talk with refit at a terminal, or run the commands piped in
          refit run FILE             run a script, or the commands of a notebook.md; - is standard input
          refit -c 'CMD; CMD' [-i]   run commands, and stay in the shell after them with -i
          refit CMD ARGUMENT...      run one command: refit update --model M --db DB
          refit help [CMD]           list the commands, or explain one

        OPTIONS, anywhere on the line
          --mode text|json|csv|markdown|latex   the form of the results (json: one object a cell and line)
          --color auto|always|never             colour on a terminal; NO_COLOR is honoured
          --keep-going                          go on after a command that failed
          --echo                                write each command before its output
          --version                             the version

        OPTIONS of run
          --set NAME=VALUE   another value for a parameter that the file declares with set NAME=VALUE
          --check            run a notebook.md in a scratch folder and compare the outputs that it holds
          --write            run a notebook.md and renew the outputs that it holds

        EXIT STATUS
          0 all done, 1 a command failed, 2 wrong usage of this command line, 3 something expected does not hold,
          4 it cannot be judged, 130 and 143 on SIGINT and SIGTERM

        """
}
