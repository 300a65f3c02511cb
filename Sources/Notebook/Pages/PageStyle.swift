import Plots

/// How pages look, in wide and in narrow windows, on light and on dark screens, and on paper.
enum PageStyle {
    /// The style sheet, pictures included.
    static let sheet =
        """
          :root { color-scheme: light dark; --page: #ffffff; --ink: #1f2328; --muted: #59636e; --rule: #d7dce1; --band: #f4f6f8; --link: #0969c8 }
          @media (prefers-color-scheme: dark) {
            :root { --page: #0d1117; --ink: #e6edf3; --muted: #9aa5b1; --rule: #343b44; --band: #161b22; --link: #62aeff }
          }
          * { box-sizing: border-box }
          body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif }
          main { max-width: 66rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem }
          h1 { font-size: 2rem; line-height: 1.2; margin: 0.25rem 0 1rem; overflow-wrap: anywhere }
          h2 { font-size: 1.25rem; line-height: 1.3; margin: 3rem 0 1rem; padding-top: 1rem; border-top: 1px solid var(--rule) }
          h3 { font-size: 1rem; line-height: 1.4; margin: 2rem 0 0.5rem; overflow-wrap: anywhere }
          p { margin: 0.5rem 0; white-space: pre-line; overflow-wrap: anywhere }
          a { color: var(--link) }
          .muted, figcaption, caption, dt, th { color: var(--muted) }
          .muted, figcaption, caption, table, dl, pre, summary { font-size: 0.875rem }
          code, pre, .code { font-family: ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; font-size: 0.8125rem }
          .code { overflow-wrap: anywhere }
          pre { background: var(--band); padding: 0.75rem 1rem; border-radius: 6px; overflow-x: auto; line-height: 1.5 }
          .verdict { border-left: 4px solid var(--link); padding: 0.125rem 0 0.125rem 1rem; margin: 1.25rem 0 }
          .verdict p { margin: 0; font-size: 1.125rem; font-weight: 600; line-height: 1.4 }
          .verdict .code { color: var(--muted); font-weight: 400; font-size: 0.8125rem }
          .verdict.small p { font-size: 1rem }
          .scroll { overflow-x: auto; margin: 1rem 0 }
          table { border-collapse: collapse; font-variant-numeric: tabular-nums }
          caption { text-align: left; padding-bottom: 0.375rem }
          th, td { padding: 0.3125rem 1rem 0.3125rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; white-space: nowrap }
          th { font-weight: 500 }
          td:last-child, th:last-child { padding-right: 0 }
          .number { text-align: right } .text { text-align: left }
          dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.25rem; margin: 1rem 0 }
          dd { margin: 0; overflow-wrap: anywhere }
          dd.changed { font-weight: 600 }
          .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 0 3rem }
          figure { margin: 1.25rem 0 }
          .chart { overflow-x: auto }
          .chart svg.usual { width: 100%; min-width: 38rem; max-width: 52rem; height: auto }
          details { margin: 0.75rem 0 }
          summary { cursor: pointer; color: var(--link) }
          @media print { main { padding: 0; max-width: none } .scroll, .chart { overflow: visible } }

        """ + SVGChart.sheet
}
