"""One public function per duty; run_action is the one seam from a due action to its duty."""
