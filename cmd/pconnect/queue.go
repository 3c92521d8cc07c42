package main

import (
	"context"
	"strconv"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/ipc"
)

func newQueue(c *cli) *cobra.Command {
	t := newTransfers(c)
	list := marked(func(cmd *cobra.Command, _ []string) error { return t.list(cmd.Context()) })
	root := &cobra.Command{Use: "queue", Args: takesNone(), RunE: list,
		Short: c.help(&goi18n.Message{ID: "pconnect.queue.short", Other: "The download queue, shared with the desktop app"})}
	root.AddCommand(
		&cobra.Command{Use: "list", Short: c.help(&goi18n.Message{ID: "pconnect.queue.list.short", Other: "List the downloads"}), Args: takesNone(), RunE: list},
		t.newChange("pause", c.help(&goi18n.Message{ID: "pconnect.queue.pause.short", Other: "Pause downloads; nothing is lost"}), ipc.Queue.Pause),
		t.newGoOn("resume", c.help(&goi18n.Message{ID: "pconnect.queue.resume.short",
			Other: "Let paused and interrupted downloads go on, and wait for them; all without an ID"}), ipc.Queue.Resume),
		t.newGoOn("retry", c.help(&goi18n.Message{ID: "pconnect.queue.retry.short",
			Other: "Try stopped and waiting downloads again, and wait for them"}), ipc.Queue.Retry),
		t.newCancel(),
		t.newChange("remove", c.help(&goi18n.Message{ID: "pconnect.queue.remove.short", Other: "Take downloads off the list; finished files stay"}), ipc.Queue.Remove),
		&cobra.Command{Use: "move ID POSITION", Short: c.help(&goi18n.Message{ID: "pconnect.queue.move.short", Other: "Move a download; 1 is the first"}),
			Args: takes(2, 2, i18n.T(&goi18n.Message{ID: "pconnect.wanted.move", Other: "an id and a position"})),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return t.move(cmd.Context(), args) })},
		&cobra.Command{Use: "limit RATE [ID...]", Short: c.help(&goi18n.Message{ID: "pconnect.queue.limit.short",
			Other: "Limit the speed, e.g. 8M; 0 is no limit; without an ID for all together"}),
			Args: takes(1, -1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.limit", Other: "a speed, and perhaps ids"})),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return t.limit(cmd.Context(), args) })},
	)
	return root
}

// newChange is what pause, cancel and remove have in common: one thing is done to entries, and the queue as it is then is the answer.
func (t transfers) newChange(name, short string, do func(ipc.Queue, ...downloads.ID) error) *cobra.Command {
	return &cobra.Command{Use: name + " [ID...]", Short: short, RunE: marked(func(cmd *cobra.Command, args []string) error {
		return t.withEntries(cmd.Context(), args, func(queue ipc.Queue, ids []downloads.ID) error {
			if err := do(queue, ids...); err != nil {
				return err
			}
			return t.answerQueue(queue)
		})
	})}
}

// newCancel is a change that deletes, so all are meant only when that is said.
func (t transfers) newCancel() *cobra.Command {
	cmd := t.newChange("cancel", t.help(&goi18n.Message{ID: "pconnect.queue.cancel.short", Other: "Stop downloads and delete what came so far"}), ipc.Queue.Cancel)
	cmd.Use = "cancel ID...|--all"
	all := false
	cmd.Flags().BoolVar(&all, "all", false, t.help(&goi18n.Message{ID: "pconnect.queue.flag.all", Other: "all that are not done"}))
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if all == (len(args) > 0) {
			return takes(1, 0, i18n.T(&goi18n.Message{ID: "pconnect.wanted.cancel", Other: "at least one id, or --all"}))(cmd, args)
		}
		return nil
	}
	return cmd
}

// newGoOn is what resume and retry have in common.
func (t transfers) newGoOn(name, short string, mark func(ipc.Queue, ...downloads.ID) error) *cobra.Command {
	var noWait bool
	var b bounds
	cmd := &cobra.Command{Use: name + " [ID...]", Short: short, RunE: marked(func(cmd *cobra.Command, args []string) error {
		total, err := b.limit()
		if err != nil {
			return err
		}
		return within(cmd.Context(), total, func(ctx context.Context) error {
			return t.withEntries(ctx, args, func(queue ipc.Queue, ids []downloads.ID) error {
				if err := t.tune(queue, downloadFlags{bounds: b}, 0); err != nil {
					return err
				}
				return t.goOn(ctx, queue, ids, noWait, mark)
			})
		})
	})}
	b.flags(t.printer, cmd)
	cmd.Flags().BoolVar(&noWait, "no-wait", false, t.help(&goi18n.Message{ID: "pconnect.queue.flag.no-wait",
		Other: "only mark them; they start when the queue runs next"}))
	return cmd
}

// withEntries opens the queue and checks the ids before anything is changed.
func (t transfers) withEntries(ctx context.Context, args []string, run func(ipc.Queue, []downloads.ID) error) error {
	ids, err := parseIDs(args)
	if err != nil {
		return err
	}
	return t.withShared(ctx, func(queue ipc.Queue) error {
		if err := known(queue, ids); err != nil {
			return err
		}
		return run(queue, ids)
	})
}

func parseIDs(args []string) ([]downloads.ID, error) {
	var ids []downloads.ID
	for _, arg := range args {
		n, err := strconv.ParseInt(arg, 10, 64)
		if err != nil || n < 1 {
			return nil, usage("id", i18n.T(&goi18n.Message{ID: "pconnect.queue.no-id", Other: "“{{.Argument}}” is not the id of a download."},
				"Argument", arg), queueIDsStep())
		}
		ids = append(ids, downloads.ID(n))
	}
	return ids, nil
}

func queueIDsStep() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.queue.ids.step", Other: "See the ids with pconnect queue list."})
}

func known(queue ipc.Queue, ids []downloads.ID) error {
	here := indexOf(queue.Snapshot())
	for _, id := range ids {
		if here[id] == nil {
			return usage("id", i18n.T(&goi18n.Message{ID: "pconnect.queue.unknown-id", Other: "There is no download {{.ID}} in the queue."},
				"ID", id.String()), queueIDsStep())
		}
	}
	return nil
}

// goOn lets entries run and follows them: nothing runs any more once this command has ended.
func (t transfers) goOn(ctx context.Context, queue ipc.Queue, ids []downloads.ID, noWait bool, mark func(ipc.Queue, ...downloads.ID) error) error {
	if len(ids) == 0 {
		for _, e := range queue.Snapshot().Entries {
			if e.State != downloads.Done && !cancelled(e) {
				ids = append(ids, e.ID)
			}
		}
	}
	if len(ids) == 0 {
		return t.answerQueue(queue)
	}
	if err := mark(queue, ids...); err != nil {
		return err
	}
	if noWait {
		return t.answerQueue(queue)
	}
	if err := wakeUp(queue, ids); err != nil {
		return err
	}
	return t.follow(ctx, queue, ids)
}

func (t transfers) move(ctx context.Context, args []string) error {
	position, err := strconv.Atoi(args[1])
	if err != nil || position < 1 {
		return usage("position", i18n.T(&goi18n.Message{ID: "pconnect.queue.position", Other: "“{{.Argument}}” is not a position."},
			"Argument", args[1]),
			i18n.T(&goi18n.Message{ID: "pconnect.queue.position.step", Other: "Positions count from 1."}))
	}
	return t.withEntries(ctx, args[:1], func(queue ipc.Queue, ids []downloads.ID) error {
		if err := queue.Move(ids[0], position-1); err != nil {
			return err
		}
		return t.answerQueue(queue)
	})
}

// limit sets the limit of single downloads, or the setting for all together, which stays.
func (t transfers) limit(ctx context.Context, args []string) error {
	rate, err := parseRate(args[0])
	if err != nil {
		return err
	}
	return t.withEntries(ctx, args[1:], func(queue ipc.Queue, ids []downloads.ID) error { //nolint:contextcheck // the session changes a small file of ours, without a context
		if len(ids) > 0 {
			err = queue.SetLimit(rate, ids...)
		} else {
			err = t.limitAll(queue, rate)
		}
		if err != nil {
			return err
		}
		return t.answerQueue(queue)
	})
}

// limitAll changes the setting where the queue is: a process that holds it keeps the settings too.
func (t transfers) limitAll(queue ipc.Queue, rate int64) error {
	if t.client.Queues.Own() == nil {
		settings := queue.Snapshot().Settings
		settings.LimitRate = rate
		return queue.SetSettings(settings)
	}
	settings := t.client.Settings.Now()
	settings.LimitRate = rate
	return t.client.SetSettings(settings)
}

func (t transfers) list(ctx context.Context) error {
	return t.withShared(ctx, t.answerQueue)
}

func (t transfers) answerQueue(queue ipc.Queue) error {
	snap := queue.Snapshot()
	entries := []entry{}
	for _, e := range snap.Entries {
		entries = append(entries, entryOf(e))
	}
	value := map[string]any{"queue": entries, "limit": snap.Settings.LimitRate, "parallel": snap.Settings.Parallel}
	if snap.Fault != nil {
		value["problem"] = problemOf(snap.Fault)
	}
	return t.answer(value, func() { writeQueue(t.printer, snap) })
}

func writeQueue(p *printer, snap *downloads.Snapshot) {
	if snap.Fault != nil {
		p.noteFault(snap.Fault)
	}
	if len(snap.Entries) == 0 {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.queue.empty", Other: "The queue is empty."}))
		return
	}
	var rows [][]any
	for _, e := range snap.Entries {
		rows = append(rows, []any{e.ID.String(), e.Title, stateText(e)})
	}
	p.table([]i18n.Text{headID(), i18n.T(&goi18n.Message{ID: "pconnect.column.download", Other: "DOWNLOAD"}), headState()}, rows)
}

// cancelled reports whether the person stopped an entry for good: a word that means all does not start it again.
func cancelled(e *downloads.Entry) bool {
	return e.State == downloads.Stopped && e.Fault != nil && e.Fault.Kind == fault.Interrupted
}
